import { Clock, type ThreadState } from "@lockstep/interleave";
import type { ThreadActivity } from "./account.ts";
import { VainLooks } from "./vain-looks.ts";

/** A thread on virtual cores. */
export class Task {
  readonly thread: ThreadState;
  /** Work before its pending operation that isn't done yet, in ticks. */
  leftTicks = 0;
  /** What it may still run before others have their turn. */
  quantumTicks = 0;
  /** Of the work it runs now: how much, and when that is done. */
  sliceTicks = 0;
  untilTicks = 0;
  /** When its wait is given up; Infinity where it isn't. */
  deadlineTicks = Infinity;
  /** When it began to wait. */
  sinceTicks = 0;
  readonly looks = new VainLooks();
  #countedTicks = 0;
  #newTicks = 0;

  constructor(thread: ThreadState) {
    this.thread = thread;
  }

  /** Takes up what the thread did since the last call, and what its last operation costs. */
  load(costTicks: number): void {
    const { ticks } = this.thread;
    const loaded = ticks - this.#countedTicks + costTicks;
    this.#countedTicks = ticks;
    this.leftTicks += loaded;
    this.#newTicks += loaded;
  }

  /** Work that was taken up since the last call. */
  takeNewTicks(): number {
    const taken = this.#newTicks;
    this.#newTicks = 0;
    return taken;
  }
}

/** What a thread does that can't go on. */
export function waitOf({ pending, slept }: ThreadState): ThreadActivity {
  const operation = slept ?? pending;
  if (operation?.on instanceof Clock) return "sleep";
  if (operation?.kind === "join") return "join";
  return operation?.kind === "acquire" || operation?.rule?.step === "acquire" ? "lock" : "signal";
}
