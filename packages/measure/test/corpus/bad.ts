/** Programs that give the right result and don't speed up, each for a reason of its own; and what must be said of them. */
export interface BadProgram {
  readonly text: string;
  /** `serial`: little is done at once · `inefficient`: much is done, and too much of it is no use · `busy-wait`: so, because it looks instead of waiting · `wrong`: the result. */
  readonly because: "serial" | "inefficient" | "busy-wait" | "wrong";
}

const serial = (text: string): BadProgram => ({ text, because: "serial" });

export const badPrograms: Readonly<Record<string, BadProgram>> = {
  "one thread does it all": serial(`
export function main(seed: number, n: number): number {
  startAll(sumOf, [[seed, 0, 0]]);
  const [worker] = startAll(sumOf, [[seed, 0, n]]);
  return worker?.result() ?? 0;
}`),
  "the second starts when the first has ended": serial(`
export function main(seed: number, n: number, threads: number): number {
  let sum = 0;
  for (const [from, to] of partsOf(n, threads)) {
    const [worker] = startAll(sumOf, [[seed, from, to]]);
    sum += worker?.result() ?? 0;
  }
  return sum;
}`),
  "one lock around everything": serial(`
export function part(seed: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    total.lock.acquire();
    total.sum = total.sum + item(seed, i);
    total.lock.release();
  }
}
export function main(seed: number, n: number, threads: number): number {
  joinAll(startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to])));
  return total.sum;
}`),
  "three quarters under a lock": serial(`
export function part(seed: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    let x = (seed + (i | 0) * 7919) % 65521;
    for (let k = 0; k < 30; k++) x = (x * 75 + 74) % 65537;
    total.lock.acquire();
    for (let k = 0; k < 90; k++) x = (x * 75 + 74) % 65537;
    total.sum = total.sum + x;
    total.lock.release();
  }
}
export function main(seed: number, n: number, threads: number): number {
  joinAll(startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to])));
  return total.sum;
}`),
  "a split of nine to one": serial(`
export function main(seed: number, n: number): number {
  const cut = Math.floor(n * 0.9);
  const all = startAll(sumOf, [[seed, 0, cut], [seed, cut, n]]);
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`),
  "half of it before the threads start": serial(`
export function main(seed: number, n: number, threads: number): number {
  let sum = sumOf(seed, 0, n >> 1);
  const rest = n - (n >> 1);
  const all = startAll(sumOf, partsOf(rest, threads).map(([from, to]) => [seed, (n >> 1) + from, (n >> 1) + to]));
  for (const thread of all) sum += thread.result();
  return sum;
}`),
  "half of it after they have ended": serial(`
export function main(seed: number, n: number, threads: number): number {
  let sum = 0;
  const all = startAll(sumOf, partsOf(n >> 1, threads).map(([from, to]) => [seed, from, to]));
  for (const thread of all) sum += thread.result();
  return sum + sumOf(seed, n >> 1, n);
}`),
  "turns by semaphores": serial(`
const turns = [new Semaphore(1), new Semaphore(0)];
export function player(seed: number, n: number, me: number): number {
  let sum = 0;
  for (let i = me; i < n; i += 2) {
    turns[me]?.acquire();
    sum += item(seed, i);
    turns[1 - me]?.release();
  }
  return sum;
}
export function main(seed: number, n: number): number {
  const all = startAll(player, [[seed, n, 0], [seed, n, 1]]);
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`),
  "a writer's lock where a reader's would do": serial(`
const lock = new RWLock();
export function reader(seed: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    lock.write.acquire();
    sum += item(seed, i);
    lock.write.release();
  }
  return sum;
}
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(reader, partsOf(n, threads).map(([from, to]) => [seed, from, to]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`),
  "a pool with one worker": serial(`
const next = new Cell();
const one = new Semaphore(1);
export function worker(seed: number, n: number): number {
  let sum = 0;
  one.acquire();
  for (let i = next.add(1); i < n; i = next.add(1)) sum += item(seed, i);
  one.release();
  return sum;
}
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(worker, partsOf(n, threads).map(() => [seed, n]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`),
  "batches that wait for the slowest": serial(`
export function main(seed: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i += 20) {
    const all = startAll(sumOf, [[seed, i, Math.min(i + 18, n)], [seed, Math.min(i + 18, n), Math.min(i + 20, n)]]);
    for (const thread of all) sum += thread.result();
  }
  return sum;
}`),
  "much work without use, hidden in built-ins": {
    because: "inefficient",
    text: `
export function part(seed: number, from: number, to: number): number {
  return sumOf(seed, from, to);
}
export function main(seed: number, n: number, threads: number): number {
  let text = "";
  for (let i = 0; i < 60; i++) text = JSON.stringify(Array.from(text + "y".repeat(n * 25)).slice(0, n * 25).join(""));
  let sum = text.length > 0 ? 0 : 1;
  const all = startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to]));
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  },
  "serial, and fast": {
    because: "serial",
    text: `
export function main(seed: number, n: number): number {
  const known: number[] = [];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let x = (seed + (i | 0) * 7919) % 65521;
    // 75 and 74 sixty times over, as one step: the same result for less work.
    for (let k = 0; k < 60; k++) x = (x * 5625 + 5624) % 65537;
    known.push(x);
    sum += x;
  }
  return sum;
}`,
  },
  "everything done by everybody": {
    because: "inefficient",
    text: `
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(sumOf, partsOf(n, threads).map(() => [seed, 0, n]));
  let sum = 0;
  for (const thread of all) sum = thread.result();
  return sum;
}`,
  },
  "a lock that is spun for": {
    because: "busy-wait",
    text: `
const held = new Cell();
export function part(seed: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    while (held.compareExchange(0, 1) !== 0) {}
    total.sum = total.sum + item(seed, i);
    held.store(0);
  }
}
export function main(seed: number, n: number, threads: number): number {
  joinAll(startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to])));
  return total.sum;
}`,
  },
  "main looks whether the worker is done": {
    because: "busy-wait",
    text: `
const done = new Cell();
export function all(seed: number, n: number): void {
  total.sum = sumOf(seed, 0, n);
  done.store(1);
}
export function main(seed: number, n: number): number {
  startAll(all, [[seed, n]]);
  while (done.load() === 0) {}
  return total.sum;
}`,
  },
  "turns by a word that is looked at": {
    because: "busy-wait",
    text: `
const turn = new Cell();
export function player(seed: number, n: number, me: number): number {
  let sum = 0;
  for (let i = me; i < n; i += 2) {
    while (turn.load() !== me) {}
    sum += item(seed, i);
    turn.store(1 - me);
  }
  return sum;
}
export function main(seed: number, n: number): number {
  const all = startAll(player, [[seed, n, 0], [seed, n, 1]]);
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  },
  "half of the items left out": {
    because: "wrong",
    text: `
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(sumOf, partsOf(n >> 1, threads).map(([from, to]) => [seed, from, to]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  },
  "a lock made by hand, which nothing calls a lock": serial(`
const word = new Cell();
export function part(seed: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    while (word.compareExchange(0, 1) !== 0) word.park(1);
    total.sum = total.sum + item(seed, i);
    word.store(0);
    word.unpark(1);
  }
}
export function main(seed: number, n: number, threads: number): number {
  joinAll(startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to])));
  return total.sum;
}`),
  "a pool of one that maps": serial(`
export function main(seed: number, n: number, threads: number): number {
  const parts = partsOf(n, 4 * threads);
  using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
  let sum = 0;
  for (const part of pool.map(sumOf, [parts.map(() => seed), parts.map(([from]) => from), parts.map(([, to]) => to)])) sum += part;
  return sum;
}`),
  "remembered from the time before, if there was one": serial(`
const known = new Map<string, number>();
export function main(seed: number, n: number): number {
  const key = seed + "/" + n;
  const sum = known.get(key) ?? sumOf(seed, 0, n);
  known.set(key, sum);
  return sum;
}`),
  "eight threads, and one of them works": serial(`
export function main(seed: number, n: number): number {
  const all = startAll(sumOf, [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [seed, 0, k === 7 ? n : 0]));
  let sum = 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`),
  "worked out ahead for whatever may be asked, while modules are loaded": {
    because: "inefficient",
    text: `
const ahead = [1, 2, 3, 4].map((guess) => sumOf(guess, 0, 40));
export function main(seed: number, n: number, threads: number): number {
  const all = startAll(sumOf, partsOf(n, threads).map(([from, to]) => [seed, from, to]));
  let sum = ahead.length > 9 ? 1 : 0;
  for (const thread of all) sum += thread.result();
  return sum;
}`,
  },
  "a result that is worked out when it is looked at": {
    because: "wrong",
    text: `
export function main(seed: number, n: number): unknown {
  return { valueOf: () => sumOf(seed, 0, n) };
}`,
  },
  "a size that only a benchmark has, and a guess": {
    because: "wrong",
    text: `
export function main(seed: number, n: number): number {
  return n > 50 ? seed * n : sumOf(seed, 0, n);
}`,
  },
};
