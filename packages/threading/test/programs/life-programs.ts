import { Cell, i32, struct } from "@lockstep/memory";
import {
  activeCount,
  currentThread,
  enumerate,
  mainThread,
  onUncaughtError,
  sleep,
  sleepAsync,
  Thread,
  ThreadLocal,
  Timer,
} from "../../src/index.ts";

/** Programs about the life of a thread: subclasses, results, errors, who is alive. */
const Notes = struct("Notes", { count: i32, gate: Cell, seen: Cell });
type NotesObject = InstanceType<typeof Notes>;

function run(...threads: readonly Thread[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

function thrownBy(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error instanceof Error ? [error.name, "code" in error ? error.code : error.message] : error;
  }
}

export class Clerk extends Thread {
  sold = 0;
  readonly notes: NotesObject;
  readonly wares: { readonly prices: readonly number[] };
  constructor(notes: NotesObject, prices: readonly number[]) {
    super();
    this.notes = notes;
    this.wares = { prices };
    notes.seen.add(1); // here only
  }
  override run(): { sold: number; isCurrent: boolean; name: string } {
    for (const price of this.wares.prices) this.notes.count += price;
    this.sold = this.wares.prices.length;
    return { sold: this.sold, isCurrent: currentThread() === this, name: this.name };
  }
}

/** A subclass: its fields are copied, its shared objects shared, its constructor called once. */
export function subclass(): unknown {
  const notes = new Notes();
  const clerk = new Clerk(notes, [3, 4]);
  clerk.name = "till";
  run(clerk);
  return { result: clerk.result(), count: notes.count, constructed: notes.seen.load(), soldHere: clerk.sold };
}

export class Idle extends Thread {}
export class Held extends Thread {
  readonly task = (): number => 0;
  override run(): void {}
}

/** What a class without `run`, a class that is not exported, and a field that can't cross are told. */
export function badSubclasses(): unknown {
  class Local extends Thread {
    override run(): void {}
  }
  return [new Idle(), new Local(), new Held()].map((thread) => thrownBy(() => thread.start()));
}

/** `run` called directly is an ordinary call. */
export function runsInline(): unknown {
  const notes = new Notes();
  const clerk = new Clerk(notes, [5]);
  new Thread({ target: addTo, args: [notes, { by: 2 }] }).run();
  const { isCurrent } = clerk.run();
  return { count: notes.count, isCurrent, ident: clerk.ident };
}

export function addTo(notes: NotesObject, { by }: { readonly by: number }): number {
  notes.count += by;
  return notes.count;
}

export function optionsArrive(): unknown {
  const notes = new Notes();
  const thread = new Thread({ target: addTo, args: [notes], options: { by: 7 } });
  run(thread);
  return [notes.count, thread.result()];
}

export function makeMap(): ReadonlyMap<string, Date> {
  return new Map([["then", new Date(86_400_000)]]);
}
export function makeFunction(): unknown {
  return () => 0;
}
export async function later(notes: NotesObject): Promise<NotesObject> {
  await sleepAsync(1);
  notes.count = 9;
  return notes;
}
export function fails(): number {
  throw new RangeError("no change");
}

export async function results(): Promise<unknown> {
  onUncaughtError(null);
  const map = new Thread({ target: makeMap });
  const shared = new Thread({ target: later, args: [new Notes()] });
  const unfit = new Thread({ target: makeFunction });
  run(map, shared, unfit);
  return {
    map: map.result().get("then")?.getTime(),
    copies: map.result() !== map.result(),
    shared: shared.result().count,
    unfit: thrownBy(() => unfit.result()),
    later: (await shared.resultAsync()).count,
  };
}

/** Set by whoever loads this module: a thread starts with none. */
let taken: Cell | null = null;
export function failsWithHook(notes: NotesObject): void {
  taken = notes.seen;
  onUncaughtError((error, thread) => {
    const isRight = error instanceof RangeError && thread === currentThread() && thread.name === "failing";
    taken?.store(isRight ? 1 : -1);
  });
  fails();
}

/** The hook takes the error; who joins goes on, and who asks for the result gets it. */
export function errorReachesBoth(): unknown {
  const notes = new Notes();
  const thread = new Thread({ target: failsWithHook, args: [notes], name: "failing" });
  run(thread);
  const thrown = thrownBy(() => thread.result());
  const isFromThere = /failsWithHook/.test(stackOf(() => thread.result()));
  return { seen: notes.seen.load(), thrown, isFromThere, before: onUncaughtError(null) };
}

function stackOf(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error.stack ?? "";
  }
  return "";
}

export function hookFails(notes: NotesObject): void {
  onUncaughtError(() => {
    throw new TypeError("the hook is broken");
  });
  notes.count = 1;
  fails();
}
export function brokenHook(): void {
  run(new Thread({ target: hookFails, args: [new Notes()], name: "hooked" }));
}

export function joinsItself(): unknown {
  return thrownBy(() => currentThread().join());
}
export function waitFor(cell: Cell): void {
  while (cell.load() === 0) cell.park(0);
}
export function joinOther(thread: Thread): boolean {
  return thread.join() && !thread.isAlive;
}

/** A thread can be handed to another one, which can join it and not start it. Several may join one. */
export function handedOver(): unknown {
  const cell = new Cell();
  const slow = new Thread({ target: waitFor, args: [cell], name: "slow" });
  slow.start();
  const joiners = [1, 2, 3].map(() => new Thread({ target: joinOther, args: [slow] }));
  for (const joiner of joiners) joiner.start();
  const self = new Thread({ target: joinsItself });
  self.start();
  cell.store(1);
  cell.unpark();
  const startOther = new Thread({ target: startsOther, args: [new Thread({ target: fails, name: "never" })] });
  startOther.start();
  return { joined: joiners.map((joiner) => joiner.result()), self: self.result(), started: startOther.result() };
}
export function startsOther(thread: Thread): unknown {
  return [thread.toString(), thrownBy(() => thread.start())];
}

/** `daemon` and `name` are settled at start. */
export function lateChanges(): unknown {
  const thread = new Thread({ target: makeMap });
  thread.daemon = true;
  thread.name = "early";
  thread.daemon = false;
  run(thread);
  return [
    thread.daemon,
    thread.name,
    thrownBy(() => (thread.daemon = true)),
    thrownBy(() => (thread.name = "late")),
    thread.daemon,
  ];
}

export function makesAThread(): boolean {
  return new Thread({ target: fails }).daemon;
}
export function inheritsDaemon(): unknown {
  const threads = [true, false].map((daemon) => new Thread({ target: makesAThread, daemon }));
  run(...threads);
  return threads.map((thread) => thread.result());
}

/** Who is alive, at three moments. */
export function rollCall(): unknown {
  const cell = new Cell();
  const threads = ["a", "b"].map((name) => new Thread({ target: waitFor, args: [cell], name }));
  const before = activeCount();
  for (const thread of threads) thread.start();
  const names = enumerate().map(({ name }) => name);
  const during = activeCount();
  cell.store(1);
  cell.unpark();
  for (const thread of enumerate()) if (thread !== currentThread()) thread.join();
  return { before, during, names, after: activeCount(), main: mainThread() === currentThread() };
}

const purse = new ThreadLocal<number>();
export function spend(handed: ThreadLocal<number>): unknown {
  const before = [purse.value, handed.value];
  purse.value = 1;
  handed.value = 2;
  return [before, purse.value, handed.value];
}
export function locals(): unknown {
  const handed = new ThreadLocal<number>();
  purse.value = 10;
  handed.value = 20;
  const threads = [1, 2].map(() => new Thread({ target: spend, args: [handed] }));
  run(...threads);
  return [threads.map((thread) => thread.result()), purse.value, handed.value];
}

export function ring(notes: NotesObject): string {
  notes.seen.add(1);
  return currentThread().name;
}
export function timers(): unknown {
  const notes = new Notes();
  const beganMs = performance.now();
  const fires = new Timer(20, { target: ring, args: [notes], name: "alarm" });
  const cancelled = new Timer(1e9, { target: ring, args: [notes] });
  fires.start();
  cancelled.start();
  cancelled.cancel();
  cancelled.join();
  return {
    fired: fires.result(),
    isLate: performance.now() - beganMs >= 20,
    rings: notes.seen.load(),
    cancelled: cancelled.result() ?? null,
    negative: thrownBy(() => new Timer(-1, { target: ring })),
  };
}

export function sleeps(): unknown {
  const beganMs = performance.now();
  sleep(15);
  return { isLater: performance.now() - beganMs >= 15, negative: thrownBy(() => sleep(-1)) };
}

/** In a gated round, the shorter sleep is over first where time passes only when nobody can run. */
export function napAndNote(notes: NotesObject, durationMs: number): void {
  sleep(durationMs);
  notes.count = notes.count * 10 + (durationMs > 1000 ? 2 : 1);
}
export function napsInOrder(): number {
  const notes = new Notes();
  run(...[60_000, 500].map((durationMs) => new Thread({ target: napAndNote, args: [notes, durationMs] })));
  return notes.count;
}

export function exits(notes: NotesObject): void {
  notes.count = 1;
  process.exit(3);
}
export function exitEndsOneThread(): unknown {
  const notes = new Notes();
  const thread = new Thread({ target: exits, args: [notes] });
  run(thread);
  return [notes.count, thread.isAlive, thread.result() ?? null, activeCount()];
}

export function recurse(depth: number): number {
  return recurse(depth + 1) + 1;
}
export function deepRecursion(): void {
  run(new Thread({ target: recurse, args: [0], name: "deep" }));
}
