import type { Planted } from "./library.ts";

/** A program over one primitive, how its result must be, and a mistake in the primitive's text that must be found. */
export interface Inside {
  readonly text: string;
  readonly holds: (result: unknown) => boolean;
  readonly planted: Planted;
}

const head = `
import { Cell, i32, struct } from "@lockstep/memory";
import { Barrier, Condition, Event, Latch, Lock, Once, RLock, RWLock, Semaphore } from "@lockstep/sync";
import { Queue } from "@lockstep/queue";
import { Thread } from "@lockstep/threading";
function go(...targets) { const threads = targets.map((target) => new Thread({ target })); for (const t of threads) t.start(); for (const t of threads) t.join(); }
const S = struct("S", { n: i32 }), s = new S({});
`;

const tasks = `
import { newTask, sendBack, waitUntil } from "@lockstep/futures/inbox";
import { argsOf, beginTask, cancelTask, endTask, endUnrun, keep } from "@lockstep/futures/task-block";
export function work(task) {
  if (beginTask(task)) { const [v] = argsOf(task); keep(task, v * 2); endTask(task, false); } else endUnrun(task);
  sendBack(task);
}`;

const is = (...wanted: readonly unknown[]) => {
  const texts = wanted.map((value) => JSON.stringify(value));
  return (result: unknown): boolean => texts.includes(JSON.stringify(result));
};

export const insides: Readonly<Record<string, Inside>> = {
  "Lock, three threads": {
    text: `${head}
const l = new Lock();
export function add() { l.acquire(); s.n++; l.release(); }
export function main() { go(add, add, add); return s.n; }`,
    holds: is(3),
    planted: {
      file: "owned-lock.ts",
      from: "if (compareExchange(at + STATE, HELD, FREE) !== HELD && !give(at, 1, 1)) throw new NotHeldError();",
      to: "words[at + STATE] = FREE;",
    },
  },
  "Lock, one gives up": {
    text: `${head}
const l = new Lock();
export function add() { l.acquire(); s.n++; l.release(); }
export function tries() { if (l.tryAcquireFor(5)) { s.n += 10; l.release(); } }
export function main() { go(add, tries); return [s.n, l.locked]; }`,
    holds: is([1, false], [11, false]),
    planted: {
      file: "permits.ts",
      from: "if (turn === GRANTED) return true;",
      to: "if (turn !== WAITING) return true;",
    },
  },
  "RLock, two threads": {
    text: `${head}
const l = new RLock();
export function add() { l.acquire(); l.acquire(); s.n++; l.release(); s.n++; l.release(); }
export function main() { go(add, add); return s.n; }`,
    holds: is(4),
    planted: { file: "rlock.ts", from: "- 1", to: "- 2" },
  },
  "Condition, one waits for one": {
    text: `${head}
const l = new Lock(), c = new Condition(l);
export function put() { l.acquire(); s.n = 1; c.notify(); l.release(); }
export function take() { l.acquire(); while (s.n === 0) c.wait(); s.n--; l.release(); }
export function main() { go(take, put); return s.n; }`,
    holds: is(0),
    planted: { file: "condition.ts", from: "tell(", to: "void (" },
  },
  "Semaphore, two permits at once": {
    text: `${head}
const free = new Semaphore(0);
export function one() { free.acquire(1); }
export function two() { free.acquire(2); }
export function main() { const ts = [one, two].map((target) => new Thread({ target })); for (const t of ts) t.start(); free.release(1); free.release(2); for (const t of ts) t.join(); return free.value; }`,
    holds: is(0),
    planted: { file: "permits.ts", from: "leaveAndWake(at, isRoom ? serve(at) : []);", to: "leaveAndWake(at, []);" },
  },
  "Event, set twice": {
    text: `${head}
const e = new Event();
export function wait() { e.wait(); s.n; }
export function set() { e.set(); }
export function main() { go(wait, set, set); return e.isSet; }`,
    holds: is(true),
    planted: { file: "event.ts", from: "unpark(this.#at + STATE);", to: "" },
  },
  "Barrier, two threads, two rounds": {
    text: `${head}
const b = new Barrier(2), seen = new Cell();
export function meet() { seen.add(1); b.wait(); if (seen.load() < 2) seen.store(100); b.wait(); }
export function main() { go(meet, meet); return seen.load(); }`,
    holds: is(2),
    planted: { file: "barrier.ts", from: "wake(", to: "void (" },
  },
  "Latch, two count down": {
    text: `${head}
const latch = new Latch(2);
export function down() { latch.countDown(); }
export function main() { const ts = [0, 1].map(() => new Thread({ target: down })); for (const t of ts) t.start(); latch.wait(); for (const t of ts) t.join(); return latch.count; }`,
    holds: is(0),
    planted: { file: "latch.ts", from: "unpark(", to: "void (" },
  },
  "Queue of one, two threads": {
    text: `${head}
const q = new Queue(1);
export function send() { q.put(1); q.put(2); }
export function main() { const t = new Thread({ target: send }); t.start(); const got = [q.get(), q.get()]; t.join(); return [...got, q.qsize]; }`,
    holds: is([1, 2, 0]),
    planted: { file: "passage.ts", from: "if (isBounded(at)) give(toPut(at), 1);\n  gate?.log", to: "gate?.log" },
  },
  "Queue, nodes come back": {
    text: `${head}
const q = new Queue();
export function send() { q.put(1); q.put(2); }
export function main() { const t = new Thread({ target: send }); t.start(); const got = [q.get(), q.get()]; t.join(); return [...got, q.qsize]; }`,
    holds: is([1, 2, 0]),
    // Uses the node at the front again, although who takes still looks at it.
    planted: { file: "chain.ts", from: "if (left === spare)", to: "if (words[spare + NEXT] === 0)" },
  },
  "Queue, two put and one takes": {
    text: `${head}
const q = new Queue();
export function one() { q.put(1); }
export function two() { q.put(2); }
export function main() { const ts = [one, two].map((target) => new Thread({ target })); for (const t of ts) t.start(); const got = [q.get(), q.get()]; for (const t of ts) t.join(); return got; }`,
    holds: is([1, 2], [2, 1]),
    planted: {
      file: "passage.ts",
      from: "enterSection(at + PUTTING);",
      to: "giveOne(toGet(at)); enterSection(at + PUTTING);", // an item that isn't there yet
    },
  },
  "Queue, two take": {
    text: `${head}
const q = new Queue(), sum = new Cell();
export function take() { sum.add(q.get()); }
export function main() { q.put(1); q.put(2); go(take, take); return [sum.load(), q.qsize]; }`,
    holds: is([3, 0]),
    planted: {
      file: "passage.ts",
      from: "const isRead = readNext(at);\n  leaveSection(section);",
      to: "leaveSection(section);\n  const isRead = readNext(at);",
    },
  },
  "Queue, shut down while one takes": {
    text: `${head}
const q = new Queue(), got = new Cell();
export function take() { try { got.store(q.get()); } catch (error) { got.store(10); } }
export function main() { const t = new Thread({ target: take }); t.start(); q.put(1); q.shutdown(true); t.join(); return [got.load(), q.qsize]; }`,
    holds: is([1, 0], [10, 0]),
    // Drops what somebody is taking: the one is in another section than the other.
    planted: { file: "layout.ts", from: "FIFO ? TAKING : PUTTING", to: "FIFO ? TAKING + 8 : PUTTING" },
  },
  "Condition, the longest waiter first": {
    text: `${head}
const l = new Lock(), c = new Condition(l), stage = new Cell(), woken = new Cell();
function reach(n) { for (let at = stage.load(); at < n; at = stage.load()) stage.park(at); }
function go1(n) { stage.store(n); stage.unpark(); }
export function first() { l.acquire(); go1(1); c.wait(); woken.compareExchange(0, 1); l.release(); }
export function second() { reach(1); l.acquire(); go1(2); c.wait(); woken.compareExchange(0, 2); l.release(); }
export function main() {
  const ts = [first, second].map((target) => new Thread({ target })); for (const t of ts) t.start();
  reach(2); l.acquire(); c.notify(); l.release(); ts[0].join();
  l.acquire(); c.notify(); l.release(); ts[1].join(); return woken.load();
}`,
    holds: is(1),
    planted: { file: "waiters.ts", from: "return words[at + FIRST] ?? 0;", to: "return words[at + LAST] ?? 0;" },
  },
  "Future, two tasks come back": {
    text: `${head}${tasks}
export function main() {
  const ends = [];
  const ts = [1, 2].map((v) => new Thread({ target: work, args: [newTask({ at: 0, bytes: 0 }, [v], (end) => { ends.push(end.value); })] }));
  for (const t of ts) t.start();
  waitUntil(() => ends.length === 2);
  for (const t of ts) t.join();
  return ends.reduce((sum, end) => sum + end, 0);
}`,
    holds: is(6),
    planted: {
      file: "inbox.ts",
      from: "if (compareExchange(to + FIRST, first, task) === first) break;",
      to: "store(to + FIRST, task); break;",
    },
  },
  "Future, one is cancelled": {
    text: `${head}${tasks}
export function main() {
  const ends = [];
  const task = newTask({ at: 0, bytes: 0 }, [1], (end) => { ends.push(end.kind); });
  const t = new Thread({ target: work, args: [task] });
  t.start();
  const isCancelled = cancelTask(task);
  waitUntil(() => ends.length === 1);
  t.join();
  return [isCancelled, ends[0]];
}`,
    holds: is([true, "cancelled"], [false, "returned"]),
    planted: {
      file: "task-block.ts",
      from: "return compareExchange(task + PHASE, PENDING, CANCELLED) === PENDING;",
      to: "const was = load(task + PHASE); words[task + PHASE] = CANCELLED; return was === PENDING;",
    },
  },
  "Latch, looked at after the wait": {
    text: `${head}
const latch = new Latch(2);
export function down() { latch.countDown(); }
export function main() { const ts = [0, 1].map(() => new Thread({ target: down })); for (const t of ts) t.start(); latch.wait(); const left = latch.count; for (const t of ts) t.join(); return left; }`,
    holds: is(0),
    // Looks once where it has to look again.
    planted: { file: "latch.ts", from: "left > 0; left = load(this.#at + STATE))", to: "left > 0; left = 0)" },
  },
};

/** Other mistakes in the same primitives: an update in two steps, nobody told, nothing counted down. */
export const mistakes: Readonly<Record<string, { readonly of: keyof typeof insides; readonly planted: Planted }>> = {
  "a lock that tells nobody": {
    of: "Lock, three threads",
    planted: { file: "permits.ts", from: "leaveAndWake(at, isRoom ? serve(at) : []);", to: "leaveAndWake(at, []);" },
  },
  "a semaphore that takes permits in two steps": {
    of: "Semaphore, two permits at once",
    planted: {
      file: "permits.ts",
      from: "const before = compareExchange(at + STATE, state, state - (wanted << SHIFT));",
      to: "const before = state; words[at + STATE] = state - (wanted << SHIFT);",
    },
  },
  "a latch that counts down in two steps": {
    of: "Latch, two count down",
    planted: {
      file: "latch.ts",
      from: "const before = compareExchange(this.#at + STATE, left, left - by);",
      to: "compareExchange(this.#at + STATE, load(this.#at + STATE), left - by); const before = left;",
    },
  },
  "a future's inbox that rings nobody": {
    of: "Future, two tasks come back",
    planted: { file: "inbox.ts", from: "  unpark(to + STATE);", to: "" },
  },
  "a future's owner that looks no second time before it sleeps": {
    of: "Future, two tasks come back",
    planted: {
      file: "inbox.ts",
      from: "const seen = sayAsleep(at);\n    if (isNow(isSo)) return true;\n    park",
      to: "const seen = sayAsleep(at);\n    park",
    },
  },
  "a re-entrant lock that never counts down": {
    of: "RLock, two threads",
    planted: { file: "rlock.ts", from: "- 1", to: "- 0" },
  },
};
