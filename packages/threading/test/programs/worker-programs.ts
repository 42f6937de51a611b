import { Cell, struct } from "@lockstep/memory";
import { threadId } from "node:worker_threads";
import { currentThread, onUncaughtError, sleep, sleepAsync, Thread, ThreadLocal, Timer } from "../../src/index.ts";
import { use, uses } from "./counter.ts";

/** Programs that look at which worker a thread runs on, and what others left there. */
let runs = 0;
const names: string[] = [];
const Meeting = struct("Meeting", { here: Cell, open: Cell });
type MeetingObject = InstanceType<typeof Meeting>;

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function thrownBy(body: () => unknown): string {
  try {
    return String(body());
  } catch (error) {
    return textOf(error);
  }
}

function startAll<T extends Thread>(threads: readonly T[]): readonly T[] {
  for (const thread of threads) thread.start();
  return threads;
}

export function visit(): unknown {
  runs++;
  names.push(currentThread().name);
  return { worker: threadId, runs, names: names.length, used: use("me"), uses };
}

/** Threads one after another, each over before the next one starts. */
export function oneByOne(count: number): unknown {
  return Array.from({ length: count }, () => {
    const thread = new Thread({ target: visit });
    thread.start();
    return thread.result();
  });
}

type Trace = "nothing" | "global" | "prototype" | "built-in" | "environment" | "listener" | "timer";
const traces: Readonly<Record<Trace, () => void>> = {
  nothing: () => undefined,
  global: () => Reflect.set(globalThis, "left", 1),
  prototype: () => Reflect.set(Array.prototype, "left", 1),
  "built-in": () => Reflect.set(Math, "max", () => 7),
  environment: () => (process.env["LEFT"] = "1"),
  listener: () => process.on("left", () => undefined),
  timer: () => setInterval(() => undefined, 1000),
};

export function leave(trace: Trace): number {
  traces[trace]();
  return threadId;
}

export function look(): unknown {
  const left: unknown[] = [Reflect.get(globalThis, "left"), Reflect.get([], "left"), process.env["LEFT"]];
  const listeners = process.listenerCount("left");
  return {
    worker: threadId,
    isClean: left.every((each) => each === undefined) && Math.max(1, 2) === 2 && listeners === 0,
  };
}

/** Whether the thread after one that leaves something gets the same worker, and whether it sees anything of it. */
export function leaves(trace: Trace): unknown {
  const first = new Thread({ target: leave, args: [trace] });
  first.start();
  const worker = first.result();
  const second = new Thread({ target: look });
  second.start();
  const { worker: next, isClean } = Object(second.result());
  return { isSame: worker === next, isClean };
}

const mine = new ThreadLocal<string>();

export async function meet(meeting: MeetingObject): Promise<unknown> {
  const { name } = currentThread();
  const before = [runs++, mine.value ?? null];
  mine.value = name;
  meeting.here.add(1);
  meeting.here.unpark();
  while (meeting.open.load() === 0) await meeting.open.parkAsync(0);
  await sleepAsync(1);
  return { before, isItself: currentThread().name === name && mine.value === name, worker: threadId };
}

/** All of them are inside at once, so none can have waited for another to end. */
export function manyMeet(count: number): unknown {
  const meeting = new Meeting();
  const threads = startAll(Array.from({ length: count }, () => new Thread({ target: meet, args: [meeting] })));
  for (let here = 0; here < count; here = meeting.here.load()) meeting.here.park(here);
  meeting.open.store(1);
  meeting.open.unpark();
  const ends = threads.map((thread) => Object(thread.result()));
  return {
    fresh: ends.every(({ before }) => before[0] === 0 && before[1] === null),
    themselves: ends.every(({ isItself }) => isItself),
    workers: new Set(ends.map(({ worker }) => worker)).size,
  };
}

export async function sleepsBlocking(): Promise<string> {
  return thrownBy(() => sleep(1));
}
export function blocksInAsync(): unknown {
  const thread = new Thread({ target: sleepsBlocking });
  thread.start();
  return thread.result();
}

export async function failsAlone(): Promise<void> {
  await sleepAsync(1);
  throw new RangeError("mine");
}
export function startsFailing(): void {
  startAll([new Thread({ target: failsAlone, name: "failing" })])[0]?.join();
}
export async function failsLater(meeting: MeetingObject): Promise<void> {
  onUncaughtError((error, thread) =>
    meeting.here.store(thread.name === "later" && textOf(error) === "Error: loose" ? 1 : -1),
  );
  void Promise.resolve().then(() => {
    throw new Error("loose");
  });
  while (meeting.open.load() === 0) await meeting.open.parkAsync(0);
}
export async function exitsAlone(): Promise<void> {
  await sleepAsync(1);
  process.exit(3);
}
export async function stays(meeting: MeetingObject): Promise<string> {
  while (meeting.open.load() === 0) await meeting.open.parkAsync(0);
  return "stayed";
}

/** Three of four threads on one worker end badly; the fourth does not notice. */
export function endsAlone(): unknown {
  onUncaughtError(null);
  const meeting = new Meeting();
  const later = new Thread({ target: failsLater, args: [meeting], name: "later" });
  const exits = new Thread({ target: exitsAlone });
  const other = new Thread({ target: stays, args: [meeting] });
  startAll([later, exits, other]);
  later.join();
  exits.join();
  meeting.open.store(1);
  meeting.open.unpark();
  const stayed = other.result(); // by then the function of "later" has answered, too, which is nobody's any more
  return [thrownBy(() => later.result()), meeting.here.load(), exits.result() ?? null, stayed];
}

function looseAfter(ms: number): void {
  void sleepAsync(ms).then(() => {
    throw new Error("loose");
  });
}
/** Its promise fails when it is over. */
export async function failsTooLate(): Promise<string> {
  looseAfter(5);
  return "over";
}
export async function catchesItsExit(): Promise<string> {
  try {
    process.exit(3);
  } catch {
    return "went on";
  }
}
export async function wrapsItsExit(): Promise<string> {
  try {
    process.exit(3);
  } catch (cause) {
    throw new Error("wrapped", { cause });
  }
}
/** Three threads, and one that is there until what the first has left behind has come. */
export function endsOnce(): unknown {
  const threads = startAll([failsTooLate, catchesItsExit, wrapsItsExit].map((target) => new Thread({ target })));
  const results = threads.map((thread) => Object(thread).result() ?? null);
  const waits = new Thread({ target: waitsForWorse });
  waits.start();
  return [...results, waits.result()];
}
export async function waitsForWorse(): Promise<string> {
  await sleepAsync(20); // timers come in the order in which they are due, however late: all threads here share a worker
  return "waited";
}

export function failsLoosely(): string {
  void Promise.reject(new Error("loose"));
  return "answered";
}
/** Another thread goes on where one ends. */
export function joinsLoose(): unknown {
  return startAll([new Thread({ target: failsLoosely })])[0]?.result();
}

export async function ring(): Promise<string> {
  return currentThread().name;
}
export function timersShare(): unknown {
  const alarms = startAll([1, 2].map((n) => new Timer(5, { target: ring, name: `alarm-${n}` })));
  const never = new Timer(1e9, { target: ring });
  never.start();
  never.cancel();
  return [...alarms.map((alarm) => alarm.result()), never.result() ?? null];
}

export function doNothing(): void {}

/** Starts threads that end while others are still being started, and waits for none of them. */
export function startsAndLeaves(count: number): boolean {
  for (let i = 0; i < count; i++) new Thread({ target: doNothing }).start();
  return true;
}
