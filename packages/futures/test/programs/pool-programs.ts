import { Cell, i32, struct } from "@lockstep/memory";
import { activeCount, currentThread, sleep } from "@lockstep/threading";
import { asCompleted, Future, ThreadPoolExecutor, type ThreadPoolOptions, wait, waitAsync } from "../../src/index.ts";
import * as broken from "../broken/pools.ts";

/** Programs of the tests: each is run as main thread, free and gated. */
const Shared = struct("Shared", { inside: Cell, peak: Cell, done: Cell, gate: Cell, count: i32 });
type SharedObject = InstanceType<typeof Shared>;

/** What the programs make: ours, or a broken copy. */
let Pool: new (options: ThreadPoolOptions) => ThreadPoolExecutor = ThreadPoolExecutor;
const kinds: Readonly<Record<string, typeof Pool>> = { ours: ThreadPoolExecutor, ...broken };

/** Runs a program of this file with pools of some kind. */
export function bent(kind: string, program: string, args: readonly number[]): unknown {
  Pool = kinds[kind] ?? ThreadPoolExecutor;
  const programs: Readonly<Record<string, (...args: never[]) => unknown>> = {
    answers,
    crowd,
    reuse,
    maps,
    cancels,
    callbacks,
    timeOuts,
    initializes,
    givesUp,
    ahead,
  };
  const body = programs[program];
  if (!body) throw new RangeError(`There is no program ${program}.`);
  return Reflect.apply(body, undefined, args);
}

/** `givesUp` with pools of some kind. */
export function bentGivesUp(kind: string): unknown {
  return bent(kind, "givesUp", []);
}

function nameOf(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

export function twelve(): number {
  using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
  const futures = [1, 2, 3].map((n) => pool.submit(power, n + 1, 1));
  return futures.reduce((sum, future) => sum + future.result(), 3);
}

export function power(base: number, exponent: number): number {
  return base ** exponent;
}
export function fails(text: string): never {
  throw new RangeError(text);
}
export function options(first: number, { second }: { readonly second: number }): number {
  return first + second;
}
export function makeFunction(): unknown {
  return () => 0;
}
export function threadName(): string {
  return currentThread().name;
}
export function waitAtGate(shared: SharedObject): number {
  while (shared.gate.load() === 0) shared.gate.park(0);
  return shared.done.add(1) + 1;
}
function openGate(shared: SharedObject): void {
  shared.gate.store(1);
  shared.gate.unpark();
}

/** 94, 95, 123 */
export function answers(): unknown {
  using pool = new Pool({ maxWorkers: 2 });
  const failing = pool.submit(fails, "too far");
  const unfit = pool.submit(makeFunction);
  const good = pool.submit(power, 2, 10);
  return {
    good: [good.result(), good.exception(), good.result(), String(good)],
    failing: [nameOf(() => failing.result()), failing.exception() instanceof RangeError],
    unfit: nameOf(() => unfit.result()),
    options: pool.submit(options, 1, { second: 2 }).result(),
    closure: nameOf(() => pool.submit(() => 0)),
    functionAsArg: nameOf(() => pool.submit(fails, JSON.parse("[]").concat(nameOf))),
  };
}

export function enter(shared: SharedObject): string {
  const inside = shared.inside.add(1) + 1;
  for (let peak = shared.peak.load(); peak < inside; peak = shared.peak.load())
    shared.peak.compareExchange(peak, inside);
  shared.done.add(1);
  shared.inside.add(-1);
  return currentThread().name;
}

/** 101, 109: never more workers than the maximum, and all are of the pool. */
export function crowd(maxWorkers: number, tasks: number): unknown {
  const shared = new Shared();
  const executor = new Pool({ maxWorkers, threadNamePrefix: "clerk" });
  const futures = Array.from({ length: tasks }, () => executor.submit(enter, shared));
  executor.shutdown();
  const names = new Set(futures.map((future) => future.result()));
  return {
    done: shared.done.load(),
    isWithin: shared.peak.load() <= maxWorkers,
    isFew: names.size <= maxWorkers,
    areNamed: [...names].every((name) => /^clerk_\d$/.test(name)),
    late: nameOf(() => executor.submit(threadName)),
  };
}

/** 102: an idle worker is used again. */
export function reuse(): unknown {
  using executor = new Pool({ maxWorkers: 4, threadNamePrefix: "one" });
  return [1, 2, 3].map(() => executor.submit(threadName).result());
}

/** 96, 97, 99 */
export function maps(): unknown {
  using executor = new Pool({ maxWorkers: 2 });
  const results: unknown[] = Array.from(
    executor.map(power, [
      [1, 2, 3],
      [2, 2, 2, 2],
    ]),
  );
  const seen: unknown[] = [];
  const error = nameOf(() => {
    for (const result of executor.map(failsAt, [[1, 2, 3]])) seen.push(result);
  });
  return { results, seen, error };
}
export function failsAt(n: number): number {
  if (n === 2) throw new RangeError("two");
  return n;
}

/** 107, 119, 121: what has not begun is cancelled; what runs ends. */
export function cancels(): unknown {
  const shared = new Shared();
  const executor = new Pool({ maxWorkers: 1 });
  const running = executor.submit(waitAtGate, shared);
  while (!running.running) sleep(1);
  const [first, second] = [executor.submit(waitAtGate, shared), executor.submit(waitAtGate, shared)];
  const before = [running.state, first.state, running.cancel(), first.cancel(), first.cancel()];
  const calls: string[] = [];
  first.addDoneCallback((future) => calls.push(future.state));
  executor.shutdown({ wait: false, cancelFutures: true });
  openGate(shared);
  return {
    before,
    after: [running.result(), first.cancelled, second.cancelled, running.cancelled, running.done],
    thrown: [nameOf(() => first.result()), nameOf(() => first.exception())],
    calls,
    ran: shared.done.load(),
  };
}

/** 118: with a result, an error, a cancel; at once when it is done already. One that throws keeps nobody from being called. */
export function callbacks(): unknown {
  const executor = new Pool({ maxWorkers: 1 });
  const calls: unknown[] = [];
  const good = executor.submit(power, 3, 2);
  good.addDoneCallback((future) => calls.push(future.result()));
  executor.submit(fails, "no").addDoneCallback((future) => calls.push(future.exception() instanceof RangeError));
  executor.shutdown();
  good.addDoneCallback(() => calls.push("late"));
  return calls;
}

/** 111–114 */
export function waits(): unknown {
  const shared = new Shared();
  using executor = new Pool({ maxWorkers: 3 });
  const good = executor.submit(power, 2, 2);
  const held = executor.submit(waitAtGate, shared);
  const first = wait([good, held, good], { returnWhen: "first-completed" });
  const timed = wait([good, held], { timeoutMs: 0 });
  const failing = executor.submit(fails, "no");
  const exception = wait([held, failing], { returnWhen: "first-exception" });
  openGate(shared);
  const all = wait([good, held, good]);
  return [
    [first.done.has(good), first.notDone.size],
    [timed.done.size, timed.notDone.size],
    [exception.done.has(failing), exception.notDone.has(held)],
    [all.done.size, all.notDone.size],
  ];
}

/** 115, 116: all are handed out, those that are done first. */
export function completed(count: number): unknown {
  using executor = new Pool({ maxWorkers: 3 });
  const futures = Array.from({ length: count }, (_unused, i) => executor.submit(power, i, 1));
  return [...asCompleted(futures)].map((future) => future.result()).toSorted((a, b) => a - b);
}

/** 98, 117, 120 */
export function timeOuts(): unknown {
  const shared = new Shared();
  using executor = new Pool({ maxWorkers: 1 });
  const held = executor.submit(waitAtGate, shared);
  const thrown = [
    nameOf(() => held.result(0)),
    nameOf(() => held.exception(2)),
    nameOf(() => [...asCompleted([held], { timeoutMs: 0 })]),
    nameOf(() => Array.from(executor.map(waitAtGate, [[shared]], { timeoutMs: 2 }))),
  ];
  openGate(shared);
  return [thrown, held.result(), nameOf(() => held.result(-1))];
}

/** 99: what nobody walks through is done all the same. 105: the end of the block waits for it. */
export function ahead(): readonly number[] {
  const shared = new Shared();
  {
    using executor = new Pool({ maxWorkers: 2 });
    executor.map(enter, [[shared, shared]]);
    executor.submit(enter, shared);
  }
  return [shared.done.load(), shared.inside.load()];
}

/** 124, in gated rounds: how many workers a pool has that wasn't told. */
export function byItself(): number {
  const shared = new Shared();
  const executor = new Pool({});
  const futures = Array.from({ length: 8 }, () => executor.submit(waitAtGate, shared));
  const workers = activeCount() - 1;
  openGate(shared);
  for (const future of futures) future.result();
  executor.shutdown();
  return workers;
}

/** Whoever gave up waiting, wherever that was, finds everything again: each task is done once, and none is lost. */
export function givesUp(): unknown {
  const shared = new Shared();
  using executor = new Pool({ maxWorkers: 1 });
  const futures = [1, 2, 3].map(() => executor.submit(enter, shared));
  const [, second] = futures;
  const late = nameOf(() => typeof second?.result(1));
  const { done, notDone } = wait(futures, { timeoutMs: 1 });
  const seen = new Set<unknown>();
  const ended = nameOf(() => {
    for (const future of asCompleted(futures, { timeoutMs: 1 })) seen.add(future);
    return "all";
  });
  const names = futures.map((future) => future.result());
  return {
    isToldOrDone: ["string", "FutureTimeoutError"].includes(String(late)),
    split: done.size + notDone.size,
    isToldOrAll: seen.size === 3 ? ended === "all" : ended === "FutureTimeoutError",
    names: names.length,
    done: shared.done.load(),
    peak: shared.peak.load(),
    after: executor.submit(power, 5, 1).result(),
  };
}

let own = 0;
export function prepare(shared: SharedObject, by: number): void {
  own = by;
  shared.done.add(1);
}
export function readOwn(): number {
  return own;
}
/** 110: once for each worker, with its args. */
export function initializes(): unknown {
  const shared = new Shared();
  const executor = new Pool({ maxWorkers: 2, initializer: prepare, initArgs: [shared, 7] });
  const results = Array.from(executor.map(readOwnOf, [[1, 2, 3, 4]]));
  executor.shutdown();
  return { results, isOnce: shared.done.load() <= 2, here: own };
}
export function readOwnOf(_n: number): number {
  return own;
}
export function bump(): number {
  return ++own;
}
/** A worker's module variables are its own, and begin anew with each thread. */
export function bumps(): readonly number[] {
  using executor = new Pool({ maxWorkers: 1 });
  return [executor.submit(bump), executor.submit(bump)].map((future) => future.result());
}
/** An initializer that fails breaks the pool: no task hangs. */
export function breaks(): unknown {
  const executor = new Pool({ maxWorkers: 2, initializer: fails, initArgs: ["broken"] });
  // Some are refused at once, where a worker has failed before they are submitted.
  const names = [1, 2, 3].map((n) => nameOf(() => executor.submit(power, n, n).result()));
  executor.shutdown();
  return names;
}

/** 122, and a future that somebody settles by hand. */
export function byHand(): unknown {
  const future = new Future<number>();
  future.setResult(3);
  return [nameOf(() => future.setResult(4)), nameOf(() => future.setException(new Error("no"))), future.result()];
}

/** From asynchronous code: nothing blocks. */
export async function awaits(): Promise<unknown> {
  const executor = new Pool({ maxWorkers: 2 });
  const calls: number[] = [];
  const future = executor.submit(power, 2, 3);
  future.addDoneCallback((done) => calls.push(done.result()));
  const values = await Promise.all([future, executor.submit(power, 2, 4)]);
  const error = await executor.submit(fails, "no").then(
    () => "none",
    (reason: unknown) => (reason instanceof Error ? reason.message : ""),
  );
  const mapped: number[] = [];
  for await (const result of executor.map(power, [
    [1, 2],
    [2, 2],
  ]))
    mapped.push(result);
  const order: number[] = [];
  for await (const { future: ended } of asCompleted([executor.submit(power, 5, 1)])) order.push(ended.result());
  const { done } = await waitAsync([executor.submit(power, 1, 1)]);
  executor.shutdown();
  return { values, error, mapped, calls, order, done: done.size };
}

/** 104, 106, 108: whoever forgets to shut down loses nothing. */
export function leavesItOpen(shared: SharedObject | null): string {
  const executor = new Pool({ maxWorkers: 1 });
  executor.submit(noteDone, shared ?? new Shared());
  return "main is over";
}
export function noteDone(shared: SharedObject): void {
  shared.done.add(1);
}

/** 100 */
export function badCounts(): unknown {
  return [0, -1, 1.5].map((maxWorkers) => nameOf(() => new Pool({ maxWorkers })));
}

/** Many more tasks than would fit into memory if anything of them stayed behind. */
export function manyTasks(count: number): number {
  using executor = new Pool({ maxWorkers: 2 });
  let sum = 0;
  for (let from = 0; from < count; from += 100) {
    const futures = Array.from({ length: 100 }, (_unused, i) => executor.submit(power, from + i, 1));
    for (const future of futures) sum += future.result();
  }
  return sum;
}
