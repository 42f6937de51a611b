import type { KeptStep } from "@lockstep/memory/seam";
import { begin, type Choice, choicesOf, take } from "../choice.ts";
import { cutShort, type Ending, type EndingKind, endingOf } from "../ending.ts";
import { GO, Model, SPURIOUS, TIME_OUT } from "../model.ts";
import type { Replayed, ReplayedEvent } from "../trace.ts";
import { exploreGated } from "./explore-gated.ts";
import type { GatedProgram } from "./gated-program.ts";

/** What real threads say of a schedule that was found in the model. */
export interface Confirmation {
  /** `followed`: they did it step by step and ended alike · `another-way`: not by these steps, but another schedule of theirs ends so · `no`: none that was tried. */
  readonly kind: "followed" | "another-way" | "no";
  /** How the real threads ended when they were led through the schedule. */
  readonly ending: Ending;
  /** Of the steps of the schedule, how many the real threads took in the same order. */
  readonly matched: number;
  readonly steps: number;
}

/** Runs in which real threads may look for another way to the same end. */
const OTHER_RUNS = 300;
const STEPS_MAX = 20_000;
/** A thread that doesn't come to its step within so many decisions does something else. */
const PATIENCE = 300;

/**
 * Leads real threads through a schedule of the model: whose step comes next goes on until it has done it. Both know different
 * decision points (the model a lock, real threads each atomic step in it), so the steps that both have are what counts.
 */
export function confirm(program: GatedProgram, replayed: Replayed): Confirmation {
  const model = new Model(program);
  const { ending, matched, steps } = lead(program, model, replayed.events);
  if (isAlike(ending, replayed.ending)) return { kind: "followed", ending, matched, steps };
  const { failure } = exploreGated(program, { runsMax: OTHER_RUNS, samples: OTHER_RUNS });
  const isFound = failure !== null && groupOf(failure.ending) === groupOf(replayed.ending);
  return { kind: isFound ? "another-way" : "no", ending, matched, steps };
}

/** How it went. */
export interface Led extends Omit<Confirmation, "kind"> {
  /** All that real threads did. */
  readonly log: readonly KeptStep[];
  /** Whether no step was dropped from the log before it was read. */
  readonly isWhole: boolean;
}

/** Each transition of a real thread is at most one step of the schedule. Plays the events in their order, as far as the threads come to them, and then on to the end. */
export function lead(program: GatedProgram, model: Model, events: readonly ReplayedEvent[]): Led {
  const { stage } = program;
  const due = events.filter(({ step }) => step !== "join");
  let [matched, place, tries, seen] = [0, 0, 0, 0];
  let last: Choice["thread"] | null = null;
  const log: KeptStep[] = [];
  let isWhole = true;
  model.isRaceDriven = false;
  model.beginsLate = false; // as in the model, whose schedule it is
  stage.keeps = "steps";
  begin(model, STEPS_MAX);
  stage.keeps = "nothing"; // of later rounds
  /** Passes over the steps that the last transition has done. */
  const look = (mover: Choice["thread"] | null, kind: string) => {
    const { count, steps } = stage.gate.logged(seen);
    if (steps.length < count - seen) isWhole = false;
    log.push(...steps);
    seen = count;
    const done: { index: number; step: ReplayedEvent["step"] }[] = steps.map(({ thread, step }) => ({
      index: thread - 1,
      step,
    }));
    if (mover && kind === "unpark") done.push({ index: mover.index, step: "wake" });
    if (mover && kind === "park") done.push({ index: mover.index, step: "wait" });
    for (const { index, step } of done) {
      const event = due[place];
      if (!event || event.index !== index || !isSame(event.step, step)) continue;
      matched++;
      place++;
      tries = 0;
    }
  };
  look(null, "");
  while (!model.isSpent(STEPS_MAX)) {
    const all = choicesOf(model, last, 1);
    const event = due[place];
    const mover = event && model.threads[event.index];
    const own = all.filter(({ thread }) => thread === mover);
    const wish = event && own.find(({ way }) => way === event.way && way !== GO);
    const chosen = wish ?? own.find(({ way }) => way === GO);
    if (event && (!chosen || tries++ > PATIENCE)) {
      // It is over, asleep, or on another way: the next step, then.
      if (mover?.isOver && event.step === "end") matched++;
      place++;
      tries = 0;
      continue;
    }
    const next = chosen ?? all.find(({ way }) => way !== SPURIOUS);
    if (!next) return { ending: endingOf(model), matched, steps: due.length, log, isWhole };
    const kind = next.thread.pending?.kind ?? "";
    take(model, next, STEPS_MAX);
    last = next.thread;
    if (next === wish) [matched, place, tries] = [matched + 1, place + 1, 0];
    look(next.thread, next.way === TIME_OUT ? "" : kind);
  }
  return { ending: cutShort(model), matched, steps: due.length, log, isWhole };
}

/** A notify is called "wake" in the model, and "release" by real threads. */
function isSame(event: ReplayedEvent["step"], step: ReplayedEvent["step"]): boolean {
  return event === step || (event === "wake" && step === "release");
}

/**
 * Kinds of ends that the two can't tell apart: which waiting is sleep depends on where one looks, and going round for ever
 * is seen from outside only as going on and on.
 */
const GROUPS: Readonly<Partial<Record<EndingKind, string>>> = {
  deadlock: "stuck",
  "lost-wake-up": "stuck",
  "leaked-thread": "stuck",
  livelock: "endless",
  starvation: "endless",
  "step-limit": "endless",
};

function groupOf({ kind, key }: Ending): string {
  // A real lock tells whoever comes next that its holder has died.
  if (kind === "uncaught-error" && key.includes("OwnerDiedError")) return "lock-held";
  return GROUPS[kind] ?? kind;
}

/** Whether threads were still going round when it was given up. */
export function isEndless(ending: Ending): boolean {
  return groupOf(ending) === "endless";
}

/** Whether two ends are the same to whoever can see real threads only. */
export function isAlike(one: Ending, other: Ending): boolean {
  if (groupOf(one) !== groupOf(other)) return false;
  if (groupOf(one) === "lock-held" || groupOf(one) === "endless") return true;
  return one.stuck.length > 0 ? stuckIn(one) === stuckIn(other) : one.result === other.result;
}

function stuckIn({ stuck }: Ending): string {
  return stuck
    .map(({ thread }) => thread)
    .toSorted((a, b) => a - b)
    .join();
}
