/** The peer: one worker posts as many messages as it is asked for, as often as it is. */
import { parentPort, workerData } from "node:worker_threads";
import { type Kind, messages } from "./messages.ts";

const { kind }: { readonly kind: Kind } = workerData;
const { make } = messages[kind];
parentPort?.on("message", (count: number) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  for (let i = 0; i < count; i++) parentPort?.postMessage(make(i));
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
parentPort?.postMessage("ready");
