import { Cell, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import { JoinableQueue, Queue } from "../../src/index.ts";

/** Programs at full speed. */
const Desk = struct("Desk", { queue: Queue.of<unknown>(16), sum: Cell, got: Cell, wrong: Cell, lock: Lock });
type DeskObject = InstanceType<typeof Desk>;

/** Made by whoever evaluates this module first; every thread has the same one. */
const everybody = new JoinableQueue<number>(3, { name: "everybody" });

export function feed(desk: DeskObject, from: number, count: number): void {
  for (let i = from; i < from + count; i++) desk.queue.put(i % 3 === 0 ? i : { i, text: "x".repeat(i % 200) });
}

function check(desk: DeskObject, item: unknown): void {
  const i = typeof item === "number" ? item : Number(Object(item).i);
  if (typeof item !== "number" && Object(item).text !== "x".repeat(i % 200)) desk.wrong.add(1);
  desk.sum.add(i);
  desk.got.add(1);
}

/** @param timeoutMs of each try; 0: asks again at once. */
export function consume(desk: DeskObject, timeoutMs: number): void {
  for (;;) {
    try {
      check(desk, timeoutMs === 0 ? desk.queue.getNowait() : desk.queue.getFor(timeoutMs));
    } catch (error) {
      if (error instanceof Error && error.name === "ShutDownError") return;
      if (!(error instanceof Error && error.name === "EmptyError")) throw error;
    }
  }
}

/** Feeders and consumers at full speed; each item arrives once and whole. */
export function traffic(feeders: number, consumers: number, count: number, timeoutMs: number) {
  const desk = new Desk();
  const eating = Array.from({ length: consumers }, () => new Thread({ target: consume, args: [desk, timeoutMs] }));
  const feeding = Array.from(
    { length: feeders },
    (_unused, i) => new Thread({ target: feed, args: [desk, i * count, count] }),
  );
  for (const thread of [...eating, ...feeding]) thread.start();
  for (const thread of feeding) thread.join();
  desk.queue.shutdown();
  for (const thread of eating) thread.join();
  return { got: desk.got.load(), sum: desk.sum.load(), wrong: desk.wrong.load(), left: desk.queue.qsize };
}

export function work(): number {
  let done = 0;
  for (;;) {
    const item = everybody.get();
    everybody.taskDone();
    if (item < 0) return done;
    done += item;
  }
}

/** A queue made at module level is everybody's. */
export function moduleLevel(): unknown {
  const worker = new Thread({ target: work });
  worker.start();
  for (const item of [1, 2, 3, 4, -1]) everybody.put(item);
  return [everybody.join(), worker.result(), everybody.qsize];
}

/** Many more items than would fit into memory if anything of them stayed behind. */
export function forgets(rounds: number): number {
  const queue = new Queue<Uint8Array>();
  const item = new Uint8Array(40_000);
  for (let i = 0; i < rounds; i++) {
    for (let k = 0; k < 20; k++) queue.put(item);
    for (let k = 0; k < 20; k++) queue.get();
  }
  return queue.qsize;
}

export function readsShared(queue: Queue<{ readonly desk: DeskObject }>): void {
  queue.get().desk.sum.store(42);
}
/** Shared objects inside an item are shared. */
export function sharedInside(): number {
  const queue = new Queue<{ readonly desk: DeskObject }>(1);
  const desk = new Desk();
  const thread = new Thread({ target: readsShared, args: [queue] });
  thread.start();
  queue.put({ desk });
  thread.join();
  return desk.sum.load();
}
