import { ThreadPoolExecutor } from "@lockstep/futures";
import { Cell, i32, struct } from "@lockstep/memory";
import { PriorityQueue, Queue } from "@lockstep/queue";
import { Barrier, Condition, Event, Latch, Lock, Once, RLock, RWLock, Semaphore } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

/** Programs whose outcome depends on the schedule: explored, and run on real threads at full speed. */

const S = struct("S", { n: i32, m: i32 });
type Fields = InstanceType<typeof S>;

/** Runs the functions in threads of their own; answers what each of them answered. */
function together<A extends unknown[]>(targets: readonly ((...args: A) => unknown)[], ...args: A): unknown[] {
  const threads = targets.map((target) => new Thread({ target, args }));
  for (const thread of threads) thread.start();
  return threads.map((thread) => thread.result());
}

export function addPlainly(s: Fields): void {
  s.n = s.n + 1;
}
export function addLocked(s: Fields, lock: Lock | RLock): number {
  lock.acquire();
  const mine = s.n + 1;
  s.n = mine;
  lock.release();
  return mine;
}
export function addTwice(s: Fields, lock: RLock): number {
  lock.acquire();
  const mine = addLocked(s, lock);
  lock.release();
  return mine;
}
export function tryToAdd(s: Fields, lock: Lock): boolean {
  if (!lock.tryAcquire()) return false;
  s.n++;
  lock.release();
  return true;
}
export function take(s: Fields, changed: Condition): number {
  changed.acquire();
  while (s.n === 0) changed.wait();
  const mine = s.n--;
  changed.release();
  return mine;
}
export function put(s: Fields, changed: Condition): void {
  changed.acquire();
  s.n += 2;
  changed.notifyAll();
  changed.release();
}
export function enter(inside: Cell, most: Cell, room: Semaphore): void {
  room.acquire();
  const now = inside.add(1) + 1;
  if (now > most.load()) most.store(now);
  inside.add(-1);
  room.release();
}
export function look(event: Event, cell: Cell): number {
  return event.isSet ? 10 + cell.load() : cell.load();
}
export function set(event: Event, cell: Cell): void {
  cell.store(1);
  event.set();
  cell.store(2);
}
export function meet(barrier: Barrier): number {
  return barrier.wait();
}
export function meetOrBreak(barrier: Barrier): string {
  try {
    return String(barrier.wait(1));
  } catch (error) {
    return error instanceof Error ? error.name : "";
  }
}
export function finish(latch: Latch, cell: Cell): void {
  cell.add(1);
  latch.countDown();
  cell.add(10);
}
export function first(once: Once): boolean {
  return once.run(() => undefined);
}
export function readBoth(s: Fields, lock: RWLock): number {
  return lock.read.withLock(() => s.n * 10 + s.m);
}
export function writeBoth(s: Fields, lock: RWLock): void {
  lock.write.withLock(() => {
    s.n++;
    s.m++;
  });
}
export function sendOne(queue: Queue<number>): void {
  queue.put(1);
}
export function sendTwo(queue: Queue<number>): void {
  queue.put(2);
  queue.put(3);
}
export function square(n: number): number {
  return n * n;
}

/** Each runs once, with objects of its own, and answers its outcome. */
export const programs: Readonly<Record<string, () => unknown>> = {
  "plain cells": () => {
    const s = new S();
    together([addPlainly, addPlainly], s);
    return s.n;
  },
  Lock: () => together([addLocked, addLocked, addLocked], new S(), new Lock()),
  "Lock that is tried": () => together([tryToAdd, tryToAdd], new S(), new Lock()),
  RLock: () => together([addTwice, addLocked], new S(), new RLock()),
  Condition: () => together([take, take, put], new S(), new Condition(new Lock())),
  Semaphore: () => {
    const [inside, most] = [new Cell(), new Cell()];
    together([enter, enter, enter], inside, most, new Semaphore(2));
    return most.load();
  },
  Event: () => together([look, set], new Event(), new Cell()),
  Barrier: () => together([meet, meet], new Barrier(2)),
  "Barrier that is left early": () => {
    const barrier = new Barrier(2);
    return [...together([meetOrBreak, meetOrBreak], barrier), barrier.broken];
  },
  Latch: () => {
    const [latch, cell] = [new Latch(2), new Cell()];
    const threads = [0, 1].map(() => new Thread({ target: finish, args: [latch, cell] }));
    for (const thread of threads) thread.start();
    latch.wait();
    const seen = cell.load();
    for (const thread of threads) thread.join();
    return seen;
  },
  Once: () => together([first, first], new Once()),
  RWLock: () => together([readBoth, readBoth, writeBoth], new S(), new RWLock()),
  Queue: () => {
    const queue = new Queue<number>(1);
    const threads = [sendOne, sendTwo].map((target) => new Thread({ target, args: [queue] }));
    for (const thread of threads) thread.start();
    const got = [queue.get(), queue.get(), queue.get()];
    for (const thread of threads) thread.join();
    return got;
  },
  PriorityQueue: () => {
    const queue = new PriorityQueue<number>();
    const threads = [sendOne, sendTwo].map((target) => new Thread({ target, args: [queue] }));
    for (const thread of threads) thread.start();
    const got = [queue.get(), queue.get(), queue.get()];
    for (const thread of threads) thread.join();
    return got;
  },
  "futures that may be cancelled": () => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const [one, two] = [pool.submit(square, 2), pool.submit(square, 3)];
    const isCancelled = two.cancel();
    pool.shutdown();
    return [one.result(), isCancelled, two.state];
  },
};

/** Runs a program; answers its outcome. */
export function outcomeOf(name: string): unknown {
  return programs[name]?.();
}
