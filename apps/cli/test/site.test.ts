import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { Site } from "../src/site/site.ts";

/** What `isGradedNow` says of a site that answers so. */
async function gradedNow(status: number, body: string): Promise<boolean> {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  try {
    return await new Site(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, null).isGradedNow();
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const answer = (ready: boolean) => JSON.stringify({ result: { data: { json: { ready } } } });

test("a site says whether anybody can grade now", async () => {
  expect(await gradedNow(200, answer(false))).toBe(false);
  expect(await gradedNow(200, answer(true))).toBe(true);
});

test.each([
  { what: "that is being restarted", status: 502, body: "<html>" },
  { what: "that is older than the question", status: 404, body: '{"error":{"json":{"message":"not-found"}}}' },
  { what: "that answers something else", status: 200, body: "{}" },
])("a site $what may still grade: a submission is followed to its end", async ({ status, body }) => {
  expect(await gradedNow(status, body)).toBe(true);
});

test("a site that does not answer may still grade", async () => {
  expect(await new Site("http://127.0.0.1:1", null).isGradedNow()).toBe(true);
});
