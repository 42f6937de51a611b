import { expect, test } from "vitest";
import { clientAddress, proxiesOf } from "../src/server/client-address.ts";

const none = proxiesOf([]);
const proxies = proxiesOf(["10.0.0.5", "172.18.0.0/16", "fd00::/8"]);

test("without a trusted proxy a request comes from where its connection comes from, whatever it says", () => {
  expect(clientAddress("203.0.113.7", "198.51.100.1", none)).toBe("203.0.113.7");
  expect(clientAddress("::ffff:203.0.113.7", undefined, none)).toBe("203.0.113.7");
  expect(clientAddress("127.0.0.1", "198.51.100.1", none)).toBe("127.0.0.1");
});

test("a trusted proxy is believed about the hop before it, and nobody about the rest", () => {
  expect(clientAddress("10.0.0.5", "203.0.113.7", proxies)).toBe("203.0.113.7");
  expect(clientAddress("::ffff:10.0.0.5", "6.6.6.6, 203.0.113.7", proxies)).toBe("203.0.113.7");
  expect(clientAddress("10.0.0.5", "6.6.6.6, 203.0.113.7, 172.18.3.4", proxies)).toBe("203.0.113.7");
  expect(clientAddress("fd00::1", "2001:db8::7", proxies)).toBe("2001:db8::7");
});

test("another machine is not believed, though a proxy is trusted", () => {
  expect(clientAddress("203.0.113.9", "198.51.100.1", proxies)).toBe("203.0.113.9");
});

test("what is no address ends the way back", () => {
  expect(clientAddress("10.0.0.5", "203.0.113.7, <script>", proxies)).toBe("10.0.0.5");
  expect(clientAddress("10.0.0.5", "", proxies)).toBe("10.0.0.5");
  expect(clientAddress("10.0.0.5", undefined, proxies)).toBe("10.0.0.5");
  expect(clientAddress("", "203.0.113.7", proxies)).toBe("");
});
