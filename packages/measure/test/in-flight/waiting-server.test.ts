import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { WaitingServer } from "../../src/in-flight/index.ts";

const QUESTIONS = { waitsMs: [0, 0], answers: [5, 6] };

/** What a server has seen when it has ended the last of so many connections; all are open before the first says something. */
async function seenWhenEnded(connections: number, says = "") {
  const server = await WaitingServer.open(QUESTIONS);
  const sockets: Socket[] = [];
  try {
    for (let i = 0; i < connections; i++) {
      const socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
      sockets.push(socket.resume());
      await once(socket, "connect"); // one after another: the last is to be the one too many
    }
    const last = sockets.at(-1);
    if (last && !last.closed) {
      last.write(says);
      await once(last, "close");
    }
    return server.seen;
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.close();
  }
}

test.each([
  ["no number of a question", "7\n0\n1\n"],
  ["asked twice", "0\n0\n1\n"],
  ["too long a line", "00000000000000000\n0\n1\n"],
])(
  "a client that breaks the protocol (%s) is served nothing more, of the same packet neither",
  async (breach, says) => {
    const { breach: seen, most } = await seenWhenEnded(1, says);
    expect(seen).toContain(breach);
    expect(most).toBeLessThan(2);
  },
);

test("a line that never ends is a breach, and is not gathered", async () => {
  expect(await seenWhenEnded(1, "0".repeat(100))).toMatchObject({
    breach: "too long a line: 0000000000000000",
    most: 0,
  });
});

test("connections that no question needs are a breach", async () => {
  expect(await seenWhenEnded(11)).toMatchObject({ breach: "more than 10 connections", most: 0 });
});
