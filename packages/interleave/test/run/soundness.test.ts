import { expect, test } from "vitest";
import { explore, type ExploreOptions } from "../../src/index.ts";
import { LocalFrame } from "../../src/runtime/local-state.ts";
import { programOf } from "./explored.ts";
import { randomThreads } from "./random-threads.ts";

/** LOCKSTEP_RANDOM_PROGRAMS=3000 for a long run. */
const PROGRAMS = Number(process.env["LOCKSTEP_RANDOM_PROGRAMS"] ?? 40);
const all = { bounds: [], collect: true, runsMax: 20_000, samples: 0 } satisfies ExploreOptions;
const nothing = { ...all, runsMax: 800, raceDriven: false, cache: false, sleepSets: false, symmetry: false };

function seenWith(seed: number, options: ExploreOptions): string | null {
  const { coverage, ends, races } = explore(programOf(randomThreads(seed)), options);
  if (coverage.kind !== "complete") return null;
  return JSON.stringify([ends.map(({ ending }) => ending.key).toSorted(), races.length > 0]);
}

const plainly = new Map<number, string | null>();
function seenPlainly(seed: number): string | null {
  const known = plainly.get(seed);
  if (known !== undefined) return known;
  const seen = seenWith(seed, nothing);
  plainly.set(seed, seen);
  return seen;
}
const seeds = Array.from({ length: PROGRAMS }, (_unused, seed) => seed);
const narrowFirst = seeds.toSorted((a, b) => Number(b % 5 === 4) - Number(a % 5 === 4));

test("random programs through the transform have the same ends with all reductions and exact state as with nothing", () => {
  const compared = seeds.filter((seed) => seenPlainly(seed) !== null);

  expect(compared.filter((seed) => seenWith(seed, all) !== seenPlainly(seed))).toEqual([]);
  expect(compared.length).toBeGreaterThan(PROGRAMS / 4);
});

test("a frame that leaves out what a function below it knows is found by them", () => {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back
  const { addTo } = LocalFrame.prototype;
  try {
    LocalFrame.prototype.addTo = function (hash) {
      return Reflect.apply(addTo, new LocalFrame(null, this.site, this.values, this.late), [hash]);
    };

    expect(narrowFirst.some((seed) => seenPlainly(seed) !== null && seenWith(seed, all) !== seenPlainly(seed))).toBe(
      true,
    );
  } finally {
    LocalFrame.prototype.addTo = addTo;
  }
});

function withoutValues({ up, site }: LocalFrame): LocalFrame {
  return new LocalFrame(up instanceof LocalFrame ? withoutValues(up) : up, site, []);
}

test("variables that are left out are found by them", () => {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back
  const { addTo } = LocalFrame.prototype;
  try {
    LocalFrame.prototype.addTo = function (hash) {
      return Reflect.apply(addTo, withoutValues(this), [hash]);
    };

    expect(narrowFirst.some((seed) => seenPlainly(seed) !== null && seenWith(seed, all) !== seenPlainly(seed))).toBe(
      true,
    );
  } finally {
    LocalFrame.prototype.addTo = addTo;
  }
});

test("what a thread has looked at is known of it, also where its variables can't be looked into", () => {
  const text = `import { Cell } from "@lockstep/memory"; import { currentThread, Thread } from "@lockstep/threading";
  const c = new Cell(), ids = new Cell();
  export function child(first) { const id = currentThread().ident; const mark = Symbol(); c.add(1); if (first) ids.store(id); return typeof mark; }
  export function starter(first) { c.add(1); const t = new Thread({ target: child, args: [first] }); t.start(); t.join(); }
  export function main() { const list = [true, false].map((first) => new Thread({ target: starter, args: [first] })); for (const t of list) t.start(); for (const t of list) t.join(); return ids.load(); }`;
  const { ends, coverage } = explore(programOf(text), all);

  expect(ends.map(({ ending }) => ending.result).toSorted()).toEqual(["4", "5"]);
  expect(coverage).toEqual({ kind: "complete" });
});
