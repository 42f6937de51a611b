import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { CLIENT_ADDRESS_HEADER } from "@lockstep/auth";

/** Whose word on a client's address is taken. */
export function proxiesOf(addressesAndSubnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of addressesAndSubnets) {
    const [address = "", prefix] = text.split("/");
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

/**
 * The address a request comes from: that of the connection, or, where that is a trusted proxy, the last one in
 * `X-Forwarded-For` that is none. What stands further left is whatever the client wrote.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: BlockList): string {
  let address = withoutMapping(peer);
  const hops = (forwardedFor ?? "").split(",").map((hop) => withoutMapping(hop.trim()));
  while (isIP(address) !== 0 && proxies.check(address, familyOf(address))) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = before;
  }
  return address;
}

/**
 * Notes on every request of this process where it comes from, over whatever its sender claims: Next does not say, and takes
 * a client's `X-Forwarded-For` for true. Node announces each request before anybody sees it.
 */
export function noteClientAddresses(trustedProxies: readonly string[]): void {
  const proxies = proxiesOf(trustedProxies);
  subscribe("http.server.request.start", (message) => {
    const request: unknown = typeof message === "object" && message !== null ? Reflect.get(message, "request") : null;
    if (!(request instanceof IncomingMessage)) return;
    const forwarded = request.headers["x-forwarded-for"];
    const claimed = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
    request.headers[CLIENT_ADDRESS_HEADER] = clientAddress(request.socket.remoteAddress ?? "", claimed, proxies);
  });
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** An IPv4 address that a socket for both kinds shows as IPv6. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
