import type { LocalFrame, ThreadRoot } from "../runtime/local-state.ts";
import { Known } from "../runtime/known.ts";
import type { Running } from "../runtime/stamp.ts";
import type { ExploredPromise } from "./promise.ts";

/** Something that a thread does later, when nothing else of it runs. */
export abstract class Job extends Known {
  abstract run(): Running;
}

/** A function that waits at an `await`. */
export interface Suspended {
  readonly promise: ExploredPromise;
  readonly frame: LocalFrame | null;
  /** What it waits for. */
  readonly awaited: ExploredPromise | null;
}

/** What one thread has still to do: its microtasks, and its rejections that nobody has looked at. */
export class Agent extends Known {
  /** In the order in which they run. */
  readonly jobs: Job[] = [];
  readonly rejected: ExploredPromise[] = [];
  /** Functions that wait at an `await`, in the order in which they began to. */
  readonly suspended = new Set<Suspended>();
  /** What lies beneath everything that it does. */
  base: LocalFrame | ThreadRoot | null = null;

  get known(): readonly unknown[] {
    return ["agent", this.jobs, this.rejected];
  }
}
