import { Cell, i32, struct } from "@lockstep/memory";
import { onUncaughtError, Thread } from "@lockstep/threading";
import { setTimeout as passes } from "node:timers/promises";

/** Programs whose threads end otherwise than with their function. */

const Tally = struct("Tally", { before: i32, after: i32 });
type TallyObject = InstanceType<typeof Tally>;

export function exits(tally: TallyObject): number {
  tally.before++;
  try {
    process.exit(3);
  } finally {
    tally.after++;
  }
}
/** Two of its threads end with process.exit(), one after the other. */
export function threadsExit(): readonly unknown[] {
  const tally = new Tally({});
  const ends = [1, 2].map(() => {
    const thread = new Thread({ target: exits, args: [tally] });
    thread.start();
    return thread.result() ?? null;
  });
  return [tally.before, tally.after, ...ends];
}
export function counts(tally: TallyObject): number {
  return ++tally.before;
}
/** The main thread leaves while another one may still have to begin. */
export function mainExits(): number {
  new Thread({ target: counts, args: [new Tally({})] }).start();
  return process.exit(3);
}

/** Leaves a timer behind; answers whether one of a thread before it has come. */
export async function leavesTimer(): Promise<boolean> {
  const round = {};
  Reflect.set(globalThis, "round", round);
  const isOver = () => Reflect.get(globalThis, "round") !== round;
  setTimeout(() => isOver() && Reflect.set(globalThis, "cameLate", true), 0);
  return "cameLate" in globalThis;
}
export function seesLate(): boolean {
  const thread = new Thread({ target: leavesTimer });
  thread.start();
  return thread.result();
}

/** An error that nobody looks after, of a promise that nobody keeps. */
function loose(): void {
  void Promise.reject(new Error("loose"));
}
export function answersLoosely(): string {
  loose();
  return "answered";
}
export async function staysLoosely(): Promise<string> {
  loose();
  await passes(2 ** 30);
  return "stayed";
}
export function answersBefore(): string {
  const late = new Cell();
  queueMicrotask(() => {
    throw new Error("loose");
  });
  queueMicrotask(() => void late.add(1)); // of a thread that is over
  return "answered";
}
export function throwsLoosely(): string {
  loose();
  throw new Error("thrown");
}
export function exitsAfter(): string {
  process.nextTick(() => process.exit(0));
  throw new Error("thrown");
}
/** Of what is thrown no text can be made. */
export function throwsNothingToTell(): string {
  throw Object.create(null);
}
export function takesLoosely(): string {
  onUncaughtError(() => undefined);
  loose();
  return "answered";
}
export function takesThrown(): string {
  onUncaughtError(() => undefined);
  return throwsLoosely();
}
const targets = { takesLoosely, takesThrown };
/** What whoever asks such a thread for its result gets. */
export function isAsked(name: keyof typeof targets): string {
  const thread = new Thread({ target: targets[name] });
  thread.start();
  try {
    return thread.result();
  } catch (error) {
    return String(error);
  }
}
const starters = {
  answersLoosely: () => new Thread({ target: answersLoosely }),
  answersBefore: () => new Thread({ target: answersBefore }),
  staysLoosely: () => new Thread({ target: staysLoosely }),
  throwsLoosely: () => new Thread({ target: throwsLoosely }),
  exitsAfter: () => new Thread({ target: exitsAfter }),
  throwsNothingToTell: () => new Thread({ target: throwsNothingToTell }),
};
export function starts(name: keyof typeof starters): void {
  const thread = starters[name]();
  thread.start();
  thread.join();
}
