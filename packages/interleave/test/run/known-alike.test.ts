import { expect, test } from "vitest";
import { explore, type ExploreOptions } from "../../src/index.ts";
import { knownAlike } from "./known-alike.ts";
import { programOf } from "./explored.ts";

const all = { bounds: [], collect: true, samples: 0 } satisfies ExploreOptions;
const nothing = { ...all, raceDriven: false, cache: false, sleepSets: false, symmetry: false };

function seenWith(text: string, options: ExploreOptions): readonly string[] {
  const { coverage, ends } = explore(programOf(text), options);
  return [coverage.kind, ...ends.map(({ ending }) => ending.key).toSorted()];
}

test.each(Object.entries(knownAlike))("%s has all its ends also where states are known again", (_name, text) => {
  expect(seenWith(text, all)).toEqual(seenWith(text, nothing));
});

test("two structs that look alike are two, and each has parts of its own", () => {
  const text = `import { struct } from "@lockstep/memory"; import { Queue } from "@lockstep/queue";
  const A = struct("S", { q: Queue.of(1) }), B = struct("S", { q: Queue.of(2) });
  export function main() { return [new A().q.maxsize, new B().q.maxsize, new B() instanceof A]; }`;

  expect(seenWith(text, all)).toEqual(["complete", "ok / [1,2,false]"]);
});

const doing = (text: string) => () => programOf(`export function main() { ${text} }`);

test("what is put on globalThis is refused: no state could say it, and no thread has it alone", () => {
  expect(doing("globalThis.zz = 1;")).toThrow(/^program\.ts:2: globalThis can only be read/);
  expect(doing("const g = globalThis; g.zz = 1;")).toThrow(/globalThis can only be read/);
  expect(doing("return globalThis.Math.max(1, 2);")).not.toThrow();
});

test("two sleepers that know the same are told apart by their places in the line, where time is no free choice", () => {
  const text = `import { i32, struct } from "@lockstep/memory"; import { Condition, Lock } from "@lockstep/sync"; import { Thread } from "@lockstep/threading";
  const S = struct("S", { waiting: i32, told: i32, out: i32, seen: i32, lock: Lock }), s = new S({}), c = new Condition(s.lock);
  export function timed() { s.lock.withLock(() => { s.waiting++; if (c.wait(5)) s.told++; else { s.out++; c.notify(); } }); }
  export function patient() { s.lock.withLock(() => { s.waiting++; if (s.waiting === 2) { s.seen = 1; c.wait(50); } }); }
  export function main() {
    const list = [timed, timed, patient].map((target) => new Thread({ target }));
    for (const t of list) t.start();
    for (const t of list) t.join();
    return [s.seen, s.told, s.out];
  }`;

  const seen = [true, false].map((symmetry) => seenWith(text, { ...all, isPatient: true, symmetry }));
  expect(seen[0]).toEqual(seen[1]);
});
