import type { KeptStep } from "@lockstep/memory/seam";
import type { ReplayedEvent } from "../trace.ts";

/**
 * What each thread did, in its own order, as it can be compared: the model and real threads tell the same in different words.
 * To the model a wait at a condition gives the lock back by itself; real threads tell of that, of waiting for a lock and for
 * the end of another thread, and of waking up.
 */
export interface Doing {
  readonly step: "read" | "write" | "acquire" | "release" | "wait" | "wake" | "start" | "end" | "join";
  /** Empty where a thread starts or ends: those are called differently, and are one after another. */
  readonly on: string;
  readonly value?: number;
}

type Told = Pick<KeptStep, "step" | "on"> & { readonly value?: unknown };

/** The first thing that a thread did otherwise. */
export interface Difference {
  /** Of the thread, from 0. */
  readonly index: number;
  /** Whether it read or wrote something else; else it is how a primitive is used, or something can't be told apart. */
  readonly isOfAccesses: boolean;
  /** All that it should have done, and did. */
  readonly expected: string;
  readonly found: string;
}

/**
 * Compares what threads did with what the model has of them. Each object of the model has to be one object of the real threads
 * all along. Objects that share a name there can't be told apart, and count as a difference; but conditions may, which are
 * known by whom they wake.
 * @param isBeginning the model's threads were stopped: real ones may have gone on.
 */
export function compareDoings(
  events: readonly ReplayedEvent[],
  log: readonly KeptStep[],
  threadNames: readonly string[],
  isBeginning: boolean,
): Difference | null {
  const expected = modelDoings(events);
  const found = realDoings(log, new Set(threadNames), namesOf(events));
  const pairs = new Pairs();
  const count = Math.max(expected.length, found.length, threadNames.length);
  for (let index = 0; index < count; index++) {
    const [own, did] = [expected[index] ?? [], found[index] ?? []];
    const length = isBeginning ? own.length : Math.max(own.length, did.length);
    for (let i = 0; i < length; i++) {
      const [one, other] = [own[i], did[i]];
      if (one && other && isSame(one, other) && pairs.fit(one, other)) continue;
      const silent = new Set(did.filter(({ value }) => value === undefined).map(({ on }) => baseOf(on)));
      const isOfAccesses = accessesOf(own, silent) !== accessesOf(did, silent);
      return { index, isOfAccesses, expected: told(own), found: told(did) };
    }
  }
  return null;
}

/** Which object of the real threads each of the model's is. */
class Pairs {
  readonly #realOf = new Map<string, string>();
  readonly #modelOf = new Map<string, string>();

  fit({ step, on }: Doing, other: Doing): boolean {
    if (step === "start" || step === "end" || step === "join") return true;
    const real = this.#realOf.get(on);
    if (real !== undefined && real !== other.on) return false;
    this.#realOf.set(on, other.on);
    if (step === "wait" || step === "wake") return true;
    const model = this.#modelOf.get(other.on);
    if (model !== undefined && model !== on) return false;
    this.#modelOf.set(other.on, on);
    return true;
  }
}

function isSame(one: Doing, other: Doing): boolean {
  return one.step === other.step && baseOf(one.on) === baseOf(other.on) && one.value === other.value;
}

/** All reads and writes whose values are told. @param silent names of objects that tell none. */
function accessesOf(doings: readonly Doing[], silent: ReadonlySet<string>): string {
  const isTold = ({ step, on, value }: Doing) =>
    (step === "read" || step === "write") && value !== undefined && !silent.has(baseOf(on));
  return told(doings.filter(isTold).map((doing) => ({ ...doing, on: baseOf(doing.on) })));
}

/**
 * The part of a name that the model and real threads agree on. Instances of a struct are counted alike, but the first is
 * called so only where there are several; whatever else shares a name is counted by the model only.
 */
function baseOf(name: string): string {
  return name.includes(".") ? name.replace(/#1(?=\.)/, "") : name.replace(/#\d+$/, "");
}

/** How the name of a thread begins where nobody gave it one. */
const UNNAMED = /^thread(-\d+)?/;

function doingOf({ step, on, value }: Told): readonly Doing[] {
  if (step === "mark") return [];
  if (step === "start" || step === "end") return [{ step, on: "" }];
  if (step === "join") return [{ step, on: on.replace(UNNAMED, "") }];
  const isAccessed = (step === "read" || step === "write") && value !== undefined;
  return [{ step, on, ...(isAccessed && { value: Number(value) }) }];
}

function byThread<T>(steps: readonly T[], indexOf: (step: T) => number): readonly (readonly T[])[] {
  const threads: T[][] = [];
  for (const step of steps) {
    const index = indexOf(step);
    while (threads.length <= index) threads.push([]);
    threads[index]?.push(step);
  }
  return threads;
}

interface Names {
  /** Of conditions and the like. */
  readonly woken: ReadonlySet<string>;
}

function namesOf(events: readonly ReplayedEvent[]): Names {
  const released = new Set(events.filter(({ step }) => step === "release").map(({ on }) => baseOf(on)));
  const woken = events.filter(({ step }) => step === "wake").map(({ on }) => baseOf(on));
  return { woken: new Set(woken.filter((name) => !released.has(name))) };
}

function modelDoings(events: readonly ReplayedEvent[]): readonly (readonly Doing[])[] {
  const cells = new Set(events.filter(({ step }) => step === "read" || step === "write").map(({ on }) => on));
  // Real threads tell nothing of an `unpark`.
  const seen = events.filter(({ step, on }) => step !== "wake" || !cells.has(on));
  return byThread(seen, ({ index }) => index).map((own) => own.flatMap(doingOf));
}

function realDoings(
  log: readonly KeptStep[],
  threadNames: ReadonlySet<string>,
  { woken }: Names,
): readonly (readonly Doing[])[] {
  return byThread(log, ({ thread }) => thread - 1).map((all) => {
    const awake = all.filter(({ step, on }) => step !== "wake" && !(step === "wait" && threadNames.has(on)));
    // Waits for a lock, again and again, and gets it.
    const got = awake.filter(({ step, on }, i) => {
      if (step !== "wait") return true;
      const next = awake.slice(i + 1).find((other) => other.step !== "wait" || other.on !== on);
      return next?.step !== "acquire" || next.on !== on;
    });
    return got.flatMap((step, i): readonly Doing[] => {
      const next = got[i + 1];
      if (step.step === "release" && next?.step === "wait" && next.on !== step.on) return [];
      if (step.step === "release" && woken.has(baseOf(step.on))) return [{ step: "wake", on: step.on }];
      return doingOf(step);
    });
  });
}

function told(doings: readonly Doing[]): string {
  return doings.map(({ step, on, value }) => `${step} ${on}${value === undefined ? "" : ` ${value}`}; `).join("");
}
