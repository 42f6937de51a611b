import type { EndingKind } from "../../src/index.ts";

/** A small program of threads and how it must end. `main` is called; `holds` looks at what it returns. */
export interface CorpusProgram {
  readonly text: string;
  readonly holds?: (result: unknown) => boolean;
  /** Kinds that may be found first; `race`: a data race, whatever the numbers; empty: it is right. */
  readonly ends: readonly (EndingKind | "race")[];
  readonly spuriousMax?: number;
}

const head = `
import { bool, Cell, f64, I32Array, i32, Json, struct, Text } from "@lockstep/memory";
import { Barrier, BoundedSemaphore, Condition, Event, Latch, Lock, Once, RLock, RWLock, Semaphore } from "@lockstep/sync";
import { currentThread, sleep, Thread } from "@lockstep/threading";
function go(threads) { for (const thread of threads) thread.start(); for (const thread of threads) thread.join(); }
function times(n, target, ...args) { return Array.from({ length: n }, (_v, i) => new Thread({ target, args: [...args, i], name: target.name + "-" + (i + 1) })); }
`;

export const pipes = `
import { EmptyError, JoinableQueue, LifoQueue, PriorityQueue, Queue, ShutDownError, SimpleQueue } from "@lockstep/queue";
import { asCompleted, CancelledError, Future, FutureTimeoutError, ThreadPoolExecutor, wait } from "@lockstep/futures";
`;

export const is =
  (...wanted: readonly unknown[]) =>
  (result: unknown): boolean =>
    wanted.some((value) => JSON.stringify(value) === JSON.stringify(result));

export function wrong(
  ends: CorpusProgram["ends"],
  text: string,
  holds?: CorpusProgram["holds"],
  spuriousMax = 0,
): CorpusProgram {
  return { text: head + text, ends, spuriousMax, ...(holds && { holds }) };
}
export function right(text: string, holds?: CorpusProgram["holds"], spuriousMax = 0): CorpusProgram {
  return wrong([], text, holds, spuriousMax);
}

export const counter = (body: string) => `
const S = struct("S", { n: i32, lock: Lock });
export function add(s) { ${body} }
export function main() { const s = new S({ n: 0 }); go(times(2, add, s)); return s.n; }`;

export const box = (take: string, notifies = true) => `
const B = struct("B", { full: bool, got: i32, lock: Lock });
const b = new B({});
const changed = new Condition(b.lock);
export function put() { b.lock.withLock(() => { b.full = true; ${notifies ? "changed.notify();" : ""} }); }
export function take() { ${take} }
export function main() { go([new Thread({ target: take }), new Thread({ target: put })]); return b.got; }`;

export const line = (
  consumer: string,
  producer = "q.put(1); q.put(2); q.put(3);",
  queue = "new Queue(1)",
  consumers = 1,
) => `${pipes}
const q = ${queue}, S = struct("S", { sum: i32, lock: Lock }), s = new S({});
function eat(n) { s.lock.withLock(() => { s.sum += n; }); }
export function produce() { ${producer} }
export function consume() { ${consumer} }
export function main() { go([new Thread({ target: produce }), ...times(${consumers}, consume)]); return s.sum; }`;

export const pool = (tasks: string, main: string) => `${pipes}
const sum = new Cell(), door = new Event();
${tasks}
export function main() { ${main} }`;

export const ring = `
const Q = struct("Q", { head: i32, size: i32, lock: Lock }); const q = new Q({}); const row = new I32Array(2);
const notEmpty = new Condition(q.lock), notFull = new Condition(q.lock); const total = new Cell();
export function put(v) { q.lock.withLock(() => { while (q.size === 2) notFull.wait(); row.set((q.head + q.size) % 2, v); q.size++; notEmpty.notify(); }); }
export function get() { return q.lock.withLock(() => { while (q.size === 0) notEmpty.wait(); const v = row.get(q.head); q.head = (q.head + 1) % 2; q.size--; notFull.notify(); return v; }); }`;
