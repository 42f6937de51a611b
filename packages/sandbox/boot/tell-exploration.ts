import type { BoxAnswer, DataRace, DistinctOutcome, Outcome, Schedule, SourcePlace } from "@lockstep/contracts";
import {
  type Ending,
  type Exploration,
  type Found,
  type Race,
  type ReadyProgram,
  type RefusedError,
  replayOf,
} from "@lockstep/interleave";
import type { DescribedError } from "@lockstep/realm";
import type { FirstThrown } from "./first-thrown.ts";
import { STUDENT } from "./names.ts";

export type Answer = Omit<BoxAnswer, "nonce">;

/** Ends that are told with a schedule; each costs a run. Steps of all of them together: the answer has a bound. */
const SCHEDULES_MAX = 32;
const STEPS_TOLD_MAX = 6000;
const STEPS_OF_SCHEDULE_MAX = 400;
const RACES_MAX = 32;

/** Nothing was found out, and why: for people. */
export function refusal(
  because: string,
  at: SourcePlace | null = null,
  whose: "student" | "scenario" = "student",
): Answer {
  return only({ kind: "refused", whose, because: because.slice(0, 500), at });
}

/** An answer of one end. */
export function only(outcome: Outcome): Answer {
  return { rounds: 1, outcomes: [{ outcome, count: 1, schedule: null }] };
}

interface Subject {
  readonly program: ReadyProgram;
  /** Sites from here on lie in the student's files: only those are shown. */
  readonly firstSite: number;
  readonly stepsMax: number;
  readonly describe: (error: unknown) => DescribedError;
  /** The error that left a thread first. */
  readonly errors: FirstThrown;
}

/** Tells what was found of one program. */
export class Told {
  readonly #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  answer({ coverage, runs, isProgressProved, races, failure, ends }: Exploration): Answer {
    const { stepsMax } = this.#subject;
    const kinds = ends.map(({ ending }) => ending.kind);
    if (kinds.includes("nondeterminism"))
      return refusal("The same schedule did something else when it was played again.");
    if (kinds.includes("step-limit"))
      return refusal(`It takes more than ${stepsMax} steps, or a loop turns very often between two of them.`);
    // The failure goes first: its schedule is told in any case.
    const all = [...(failure ? [failure] : []), ...ends.filter(({ ending }) => ending.kind === "ok")];
    let stepsLeft = STEPS_TOLD_MAX;
    const outcomes = all.map((found, i): DistinctOutcome => {
      const schedule = found === failure || (i < SCHEDULES_MAX && stepsLeft > 0) ? this.#play(found) : null;
      stepsLeft -= schedule?.events.length ?? 0;
      return { outcome: this.outcome(found.ending), count: 1, schedule };
    });
    return {
      rounds: runs,
      outcomes,
      exploration: {
        coverage: coverage.kind === "complete" ? "every" : coverage.kind === "bounded" ? "bounded" : "some",
        switches: coverage.kind === "bounded" ? coverage.switches : 0,
        isProgressProved,
        races: races
          .filter((race) => this.#isOfStudent(race))
          .slice(0, RACES_MAX)
          .map((race) => this.#race(race)),
      },
    };
  }

  /** The program can't be explored. */
  refused({ because, site }: RefusedError): Answer {
    return refusal(because, this.placeIn([site]), site >= 0 && site < this.#subject.firstSite ? "scenario" : "student");
  }

  /** The innermost of these sites that lies in the student's files. */
  placeIn(sites: readonly number[]): SourcePlace | null {
    const { program, firstSite } = this.#subject;
    const place = program.placeOf(sites.find((site) => site >= firstSite) ?? -1);
    return place && { file: place.file.slice(0, 200), line: place.line };
  }

  #play({ replay }: Found): Schedule {
    const { program, stepsMax, errors } = this.#subject;
    errors.forget();
    const { events, ending } = replayOf(program, replay, { stepsMax });
    const steps = events.map(({ site: _site, index: _index, way: _way, sites, ...event }) =>
      this.#placed(event, sites),
    );
    // Who waits for ever asks for something that never happens: shown where it stops.
    const waits = ending.stuck.map(({ name, on, sites }) =>
      this.#placed({ thread: name, step: "wait" as const, on }, sites),
    );
    const list = [...steps, ...waits];
    return {
      seed: null,
      events: list.slice(-STEPS_OF_SCHEDULE_MAX),
      truncated: Math.max(0, list.length - STEPS_OF_SCHEDULE_MAX),
    };
  }

  #placed<Event extends { readonly thread: string; readonly on: string }>(event: Event, sites: readonly number[]) {
    const at = this.placeIn(sites);
    return { ...event, thread: event.thread.slice(0, 64), on: event.on.slice(0, 96), ...(at && { at }) };
  }

  /** An end in the terms of an answer. */
  outcome({ kind, stuck, held, result }: Ending): Outcome {
    const waiting = stuck.map(({ name, on, heldBy, holderEnded }) => ({
      thread: name,
      on: on.slice(0, 96),
      heldBy,
      holderEnded,
    }));
    switch (kind) {
      case "ok":
      case "invariant":
        return { kind: "returned", observation: JSON.parse(result), held: [] };
      case "lock-held":
        if (stuck.length > 0) return { kind: "deadlock", waiting };
        return {
          kind: "returned",
          observation: null,
          held: held.map(({ thread, lock }) => ({ thread: thread ?? "", lock: lock.slice(0, 96) })),
        };
      case "deadlock":
      case "lost-wake-up":
      case "leaked-thread":
        return { kind, waiting };
      case "livelock":
      case "starvation":
        return { kind: "round", isStarving: kind === "starvation" };
      case "uncaught-error":
        return this.#threw();
      case "step-limit":
      case "nondeterminism":
        throw new RangeError(`${kind} is no end that can be told`);
    }
  }

  /** Of the run that was played last. */
  #threw(): Outcome {
    const { describe, errors } = this.#subject;
    const { thrown } = errors;
    if (!thrown) throw new RangeError("an error that nobody has thrown");
    const { name, message } = describe(thrown.error);
    const place = this.placeIn([thrown.site]);
    const stack = `${name}: ${message}${place ? `\n    ${thrown.isExact ? "at" : "after"} ${place.file}:${place.line}` : ""}`;
    const error = { name, message, stack: stack.slice(0, 8000), thread: thrown.thread.slice(0, 64) };
    if (name === "MissingExportError") return { kind: "unusable", error };
    return { kind: "threw", whose: thrown.modules.includes(STUDENT) ? "student" : "scenario", error };
  }

  /** A scenario may look without a lock where the exercise wants it so: that is no mistake of the student. */
  #isOfStudent({ sites: [one, other] }: Race): boolean {
    const { firstSite } = this.#subject;
    return one >= firstSite === other >= firstSite;
  }

  #race({ object, kind, sites: [one, other] }: Race): DataRace {
    const steps: DataRace["steps"] =
      kind === "write-write" ? ["write", "write"] : kind === "read-write" ? ["read", "write"] : ["write", "read"];
    return { on: object.name.slice(0, 96), steps, at: [this.placeIn([one]), this.placeIn([other])] };
  }
}
