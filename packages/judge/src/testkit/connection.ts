import { connect, type Socket } from "node:net";
import { inject } from "vitest";
import { onLines, sendLine } from "../lines.ts";
import { type RunReply, type RunRequest, toJudge } from "../protocol.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the grader's socket. */
    lockstepSocket: string;
  }
}

const waiting = new Map<number, { resolve(reply: RunReply): void; reject(error: Error): void }>();
let socket: Socket | undefined;
let lastId = 0;

function open(): Socket {
  const made = connect(inject("lockstepSocket"));
  onLines(made, (value) => {
    const message = toJudge.parse(value);
    if (message.kind !== "run-reply") return;
    waiting.get(message.id)?.resolve(message);
    waiting.delete(message.id);
  });
  made.on("error", () => made.destroy());
  made.on("close", () => {
    for (const asked of waiting.values()) asked.reject(new Error("The grader closed the connection."));
    waiting.clear();
    socket = undefined;
  });
  return made;
}

/** Has the grader run a scenario in a box of its own, and waits for what it says. */
export function requestRun(request: Omit<RunRequest, "kind" | "id">): Promise<RunReply> {
  const connection = (socket ??= open());
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    sendLine(connection, { kind: "run", id, ...request });
  });
}

export function close(): void {
  socket?.destroy();
}
