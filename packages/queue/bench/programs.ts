import { SimpleQueue } from "@lockstep/queue";
import { Thread } from "@lockstep/threading";
import { check, type Kind, messages } from "./messages.ts";

/** How many messages before those that are measured: the language is as warm then as it gets. */
const WARM_UP = 30_000;

export function send(queue: SimpleQueue, go: SimpleQueue, kind: Kind, count: number): void {
  const { make } = messages[kind];
  for (const many of [WARM_UP, count]) {
    go.get();
    for (let i = 0; i < many; i++) queue.put(make(i));
  }
}

/** Million messages a second from one thread to another. */
export function oneToOne(kind: Kind, count: number): number {
  const [queue, go] = [new SimpleQueue(), new SimpleQueue()];
  const sender = new Thread({ target: send, args: [queue, go, kind, count] });
  sender.start();
  receive(queue, go, kind, WARM_UP);
  const rate = receive(queue, go, kind, count);
  sender.join();
  return rate;
}

function receive(queue: SimpleQueue, go: SimpleQueue, kind: Kind, count: number): number {
  const beganMs = performance.now();
  go.put(0);
  for (let i = 0; i < count; i++) check(kind, queue.get(), i);
  return count / (performance.now() - beganMs) / 1000;
}
