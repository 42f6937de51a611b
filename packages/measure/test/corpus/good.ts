/** Programs that speed up on two cores, each in a style of its own. */
export const goodPrograms: Readonly<Record<string, string>> = {
  "static split, results of threads": `
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(sumOf, partsOf(n, threads).map(([from, to]) => [seed, from, to]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  "static split, sums under a short lock": `
export function part(seed: number, from: number, to: number): void {
  const sum = sumOf(seed, from, to);
  total.lock.acquire();
  total.sum = total.sum + sum;
  total.lock.release();
}
export function main(seed: number, n: number, threads: number): number {
  joinAll(startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to])));
  return total.sum;
}`,
  "a lock for each item, held shortly": `
export function part(seed: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const value = item(seed, i);
    total.lock.acquire();
    total.sum = total.sum + value;
    total.lock.release();
  }
}
export function main(seed: number, n: number, threads: number): number {
  joinAll(startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to])));
  return total.sum;
}`,
  "a shared counter hands out the items": `
const next = new Cell();
export function worker(seed: number, n: number): number {
  let sum = 0;
  for (let i = next.add(1); i < n; i = next.add(1)) sum += item(seed, i);
  return sum;
}
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(worker, partsOf(n, threads).map(() => [seed, n]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  "a pool around a buffer with a condition": `
const Buffer = struct("Buffer", { head: i32, tail: i32, closed: i32, lock: Lock });
const buffer = new Buffer();
const filled = new Condition(buffer.lock);
const slots = new I32Array(4096);
export function worker(seed: number): number {
  let sum = 0;
  for (;;) {
    buffer.lock.acquire();
    while (buffer.head === buffer.tail && buffer.closed === 0) filled.wait();
    if (buffer.head === buffer.tail) {
      buffer.lock.release();
      return sum;
    }
    const i = slots.get(buffer.head);
    buffer.head = buffer.head + 1;
    buffer.lock.release();
    sum += item(seed, i);
  }
}
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(worker, partsOf(n, threads).map(() => [seed]));
  for (let i = 0; i < n; i++) {
    buffer.lock.acquire();
    slots.set(buffer.tail, i);
    buffer.tail = buffer.tail + 1;
    filled.notify();
    buffer.lock.release();
  }
  buffer.lock.acquire();
  buffer.closed = 1;
  filled.notifyAll();
  buffer.lock.release();
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  "two stages of a pipeline": `
const SLOTS = 8;
const ring = new F64Array(SLOTS);
const empty = new Semaphore(SLOTS);
const full = new Semaphore(0);
export function first(seed: number, n: number): void {
  for (let i = 0; i < n; i++) {
    let x = (seed + (i | 0) * 7919) % 65521;
    for (let k = 0; k < 60; k++) x = (x * 75 + 74) % 65537;
    empty.acquire();
    ring.set(i % SLOTS, x);
    full.release();
  }
}
export function second(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    full.acquire();
    let x = ring.get(i % SLOTS) | 0;
    empty.release();
    for (let k = 0; k < 60; k++) x = (x * 75 + 74) % 65537;
    sum += x;
  }
  return sum;
}
export function main(seed: number, n: number): number {
  startAll(first, [[seed, n]]);
  const [end] = startAll(second, [[n]]);
  return end?.result() ?? 0;
}`,
  "phases with a barrier": `
const barrier = new Barrier(2);
export function half(seed: number, n: number, which: number): number {
  let sum = 0;
  for (let phase = 0; phase < 10; phase++) {
    const from = Math.floor((n * phase) / 10);
    const to = Math.floor((n * (phase + 1)) / 10);
    for (let i = from + which; i < to; i += 2) sum += item(seed, i);
    barrier.wait();
  }
  return sum;
}
export function main(seed: number, n: number): number {
  const all = startAll(half, [[seed, n, 0], [seed, n, 1]]);
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  "eight threads on two cores": `
export function main(seed: number, n: number): number {
  const all = startAll(sumOf, partsOf(n, 8).map(([from, to]) => [seed, from, to]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  "divide and conquer, a thread for each half": `
export function divided(seed: number, from: number, to: number, depth: number): number {
  if (depth === 0) return sumOf(seed, from, to);
  const middle = (from + to) >> 1;
  const [left] = startAll(divided, [[seed, from, middle, depth - 1]]);
  const right = divided(seed, middle, to, depth - 1);
  return (left?.result() ?? 0) + right;
}
export function main(seed: number, n: number): number {
  return divided(seed, 0, n, 2);
}`,
  "main works too, and an event starts the other": `
const go = new Event();
export function waiting(seed: number, from: number, to: number): number {
  go.wait();
  return sumOf(seed, from, to);
}
export function main(seed: number, n: number): number {
  const [other] = startAll(waiting, [[seed, 0, n >> 1]]);
  go.set();
  const mine = sumOf(seed, n >> 1, n);
  return mine + (other?.result() ?? 0);
}`,
  "readers of a table behind a lock for reading": `
const table = new I32Array(16);
const lock = new RWLock();
export function reader(seed: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    lock.read.acquire();
    sum += item(seed, i) + table.get(i % 16);
    lock.read.release();
  }
  return sum;
}
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(reader, partsOf(n, threads).map(([from, to]) => [seed, from, to]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  "a pool that maps": `
export function main(seed: number, n: number, threads: number): number {
  const parts = partsOf(n, 4 * threads);
  using pool = new ThreadPoolExecutor({ maxWorkers: threads });
  let sum = 0;
  for (const part of pool.map(sumOf, [parts.map(() => seed), parts.map(([from]) => from), parts.map(([, to]) => to)])) sum += part;
  return sum;
}`,
  "items through a queue": `
const tasks = new Queue<number>(8);
export function worker(seed: number): number {
  let sum = 0;
  for (let i = tasks.get(); i >= 0; i = tasks.get()) sum += item(seed, i);
  return sum;
}
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(worker, partsOf(n, threads).map(() => [seed]));
  for (let i = 0; i < n; i++) tasks.put(i);
  for (let k = 0; k < threads; k++) tasks.put(-1);
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
};
