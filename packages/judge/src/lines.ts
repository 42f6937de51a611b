import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";

/** Longest line that is taken; a peer that sends more is cut off. */
const LINE_BYTES_MAX = 16 * 2 ** 20;

/** Calls `take` for each JSON line of the socket. A line that is no JSON, or is too long, destroys the socket. */
export function onLines(socket: Socket, take: (value: unknown) => void): void {
  const decoder = new StringDecoder("utf8");
  let pending = "";
  socket.on("data", (chunk: Buffer) => {
    pending += decoder.write(chunk);
    if (pending.length > LINE_BYTES_MAX) socket.destroy(new Error("a line is too long"));
    const lines = pending.split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      if (socket.destroyed) return;
      try {
        take(JSON.parse(line));
      } catch (cause) {
        socket.destroy(cause instanceof Error ? cause : new Error(String(cause)));
      }
    }
  });
}

export function sendLine(socket: Socket, value: unknown): void {
  socket.write(`${JSON.stringify(value)}\n`);
}
