import { expect, test } from "vitest";
import { Coroutine } from "../../src/async/coroutine.ts";
import { explore, type ExploreOptions } from "../../src/index.ts";
import { programOf } from "../run/explored.ts";
import { randomCoroutines } from "./random-coroutines.ts";

/** LOCKSTEP_RANDOM_PROGRAMS=3000 for a long run. */
const PROGRAMS = Number(process.env["LOCKSTEP_RANDOM_PROGRAMS"] ?? 10);
const all = { bounds: [], collect: true, runsMax: 20_000, samples: 0 } satisfies ExploreOptions;
const nothing = { ...all, runsMax: 1000, raceDriven: false, cache: false, sleepSets: false, symmetry: false };

function seenWith(seed: number, options: ExploreOptions): string | null {
  const { coverage, ends } = explore(programOf(randomCoroutines(seed)), options);
  if (coverage.kind !== "complete") return null;
  return JSON.stringify(ends.map(({ ending }) => ending.key).toSorted());
}

const plainly = new Map<number, string | null>();
function seenPlainly(seed: number): string | null {
  const seen = plainly.get(seed) ?? seenWith(seed, nothing);
  plainly.set(seed, seen);
  return seen;
}
const seeds = Array.from({ length: PROGRAMS }, (_unused, seed) => seed);

test("random asynchronous programs have the same ends with all reductions and exact state as with nothing", () => {
  const compared = seeds.filter((seed) => seenPlainly(seed) !== null);

  expect(compared.filter((seed) => seenWith(seed, all) !== seenPlainly(seed))).toEqual([]);
  expect(compared.length).toBeGreaterThan(PROGRAMS / 4);
});

test("a function that waits, and whose variables are left out, is found by them", () => {
  const known = Reflect.getOwnPropertyDescriptor(Coroutine.prototype, "known");
  if (!known) throw new RangeError("a coroutine says nothing of itself");
  try {
    Object.defineProperty(Coroutine.prototype, "known", {
      configurable: true,
      get(this: Coroutine) {
        return ["coroutine", this.promise, this.frame?.site];
      },
    });

    expect(seeds.some((seed) => seenPlainly(seed) !== null && seenWith(seed, all) !== seenPlainly(seed))).toBe(true);
  } finally {
    Object.defineProperty(Coroutine.prototype, "known", known);
  }
});
