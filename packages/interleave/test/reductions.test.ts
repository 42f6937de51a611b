import { afterEach, describe, expect, test } from "vitest";
import { Execution } from "../src/execution.ts";
import { explore, type ExploreOptions } from "../src/index.ts";
import { Model } from "../src/model.ts";
import { RaceDetector } from "../src/race-detector.ts";
import { threadKeys } from "../src/state-key.ts";
import { randomProgram } from "./programs/random-program.ts";

/** LOCKSTEP_RANDOM_PROGRAMS=3000 for a long run. */
const PROGRAMS = Number(process.env["LOCKSTEP_RANDOM_PROGRAMS"] ?? 600);
const everything = { bounds: [], collect: true, runsMax: 20_000, samples: 0 } satisfies ExploreOptions;
const nothing = { ...everything, runsMax: 4000, raceDriven: false, cache: false, sleepSets: false, symmetry: false };
const all: ExploreOptions = everything;

/** All that can be observed of a program: its ends, and whether there is a race. Null where the budget did not suffice. */
function seenWith(seed: number, options: ExploreOptions, exact: boolean): string | null {
  const { coverage, ends, races } = explore(randomProgram(seed, { exact }), options);
  if (coverage.kind !== "complete") return null;
  return JSON.stringify([ends.map(({ ending }) => ending.key).toSorted(), races.length > 0]);
}

const plainly = new Map<number, string | null>();
function seenPlainly(seed: number): string | null {
  const known = plainly.get(seed);
  if (known !== undefined) return known;
  const seen = seenWith(seed, nothing, false);
  plainly.set(seed, seen);
  return seen;
}

/** Seeds of programs whose ends differ with `options`. */
function differing(
  options: ExploreOptions,
  exact = false,
): { readonly compared: number; readonly different: readonly number[] } {
  const seeds = Array.from({ length: PROGRAMS }, (_unused, seed) => seed).filter((seed) => seenPlainly(seed) !== null);
  return {
    compared: seeds.length,
    different: seeds.filter((seed) => seenWith(seed, options, exact) !== seenPlainly(seed)),
  };
}

/** Whether some program's ends differ with all reductions. */
function anyDiffers(exact = false): boolean {
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const plain = seenPlainly(seed);
    if (plain !== null && seenWith(seed, all, exact) !== plain) return true;
  }
  return false;
}

describe("random programs have the same ends with and without", () => {
  const reductions: readonly (readonly [string, ExploreOptions])[] = [
    ["race-driven decision points", { ...nothing, raceDriven: true }],
    ["the state cache", { ...nothing, cache: true }],
    ["sleep sets", { ...nothing, sleepSets: true }],
    ["all reductions", all],
  ];
  test("all reductions, and exact local state", () => {
    expect(differing(all, true).different).toEqual([]);
  });

  test.each(reductions)("%s", (_name, options) => {
    const { compared, different } = differing(options);

    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(PROGRAMS * 0.9);
  });
});

describe("an error planted in the engine is found by random programs", () => {
  // oxlint-disable typescript/unbound-method -- they are called with their object below
  const { key, step } = Model.prototype;
  const { read, write } = RaceDetector.prototype;
  const { advance } = Execution.prototype;
  // oxlint-enable typescript/unbound-method
  afterEach(() => {
    Object.assign(Model.prototype, { key, step });
    Object.assign(RaceDetector.prototype, { read, write });
    Object.assign(Execution.prototype, { advance });
  });

  test("only the first race of a step counts", () => {
    const firstOnly = (check: typeof read): typeof read =>
      function (this: RaceDetector, ...args) {
        check.apply(this, args);
        this.found.splice(1);
      };
    Object.assign(RaceDetector.prototype, { read: firstOnly(read), write: firstOnly(write) });
    expect(anyDiffers()).toBe(true);
  });

  test("all steps are independent", () => {
    Model.prototype.step = function (...args) {
      step.apply(this, args);
      this.reads = this.writes = 0;
    };
    expect(anyDiffers()).toBe(true);
  });

  test("threads forget what they have read", () => {
    Execution.prototype.advance = function (result) {
      const { a, b, c, d } = this.history;
      const stop = advance.call(this, result);
      Object.assign(this.history, { a: a + 1, b: b + 1, c: c + 1, d: d + 1 });
      return stop;
    };
    expect(anyDiffers()).toBe(true);
  });

  test("exact local state lacks a value that is still used", () => {
    Execution.prototype.advance = function (result) {
      const stop = advance.call(this, result);
      const { pending } = stop;
      if (!pending?.local || "addTo" in pending.local) return stop;
      // Only the place and the variable, without what the statement has read so far.
      this.history.begin(this.kind);
      this.history.add(pending.local.length);
      for (const value of pending.local.slice(0, 2)) this.history.addNumber(value);
      return stop;
    };
    expect(anyDiffers(true)).toBe(true);
  });

  test("the order of sleepers is no part of the state", () => {
    Model.prototype.key = function (symmetric) {
      const queues = this.objects.map(({ sleepers }) => [...sleepers]);
      for (const { sleepers } of this.objects) sleepers.sort((a, b) => a.kind - b.kind || a.index - b.index);
      const found = key.call(this, symmetric, threadKeys(this, symmetric));
      this.objects.forEach(({ sleepers }, i) => sleepers.splice(0, Infinity, ...(queues[i] ?? [])));
      return found;
    };
    expect(anyDiffers()).toBe(true);
  });

  test("reads don't race", () => {
    RaceDetector.prototype.read = () => {};
    expect(anyDiffers()).toBe(true);
  });

  test("writes don't race", () => {
    RaceDetector.prototype.write = () => {};
    expect(anyDiffers()).toBe(true);
  });
});
