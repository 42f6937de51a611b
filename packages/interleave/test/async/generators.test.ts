import { expect, test } from "vitest";
import { explore, type ExploreOptions } from "../../src/index.ts";
import { programOf } from "../run/explored.ts";
import { plainly } from "../transform/run-both.ts";

const all = { bounds: [], collect: true, samples: 0 } satisfies ExploreOptions;
const nothing = { ...all, raceDriven: false, cache: false, sleepSets: false, symmetry: false };

const head = `import { Cell } from "@lockstep/memory"; import { sleepAsync, Thread } from "@lockstep/threading"; const c = new Cell();
export function touch() { c.add(10); }`;

/** Where one that is told to return stands differs in nothing but that; what was asked of it waits in a queue; its variables go on. */
const programs: Readonly<Record<string, string>> = {
  "one is told to return, another is asked to go on": `
    async function* g(i) { try { yield i; } finally { await sleepAsync(1); c.add(1); } c.add(2); }
    async function use(i) { const it = g(i); await it.next(); await sleepAsync(1); if (c.load() >= 10) await it.return(); else await it.next(); }
    export async function main() { const t = new Thread({ target: touch }); t.start(); await Promise.all([use(1)]); await t.joinAsync(); return c.load(); }`,
  "two ask one for more than it has": `
    async function* g() { let seen = 0; while (seen < 2) { await sleepAsync(1); seen++; yield seen + c.load(); } }
    export async function main() { const t = new Thread({ target: touch }); t.start(); const it = g(); const told = []; const ask = async () => { for await (const v of it) told.push(v); };
      await Promise.all([ask(), ask()]); await t.joinAsync(); return told; }`,
  "a loop is left as another thread says": `
    async function* g() { let n = 0; try { for (;;) { await sleepAsync(1); yield n++; } } finally { c.add(n); } }
    export async function main() { const t = new Thread({ target: touch }); t.start(); let last = 0; for await (const v of g()) { last = v; if (v === 2 || c.load() >= 10) break; } await t.joinAsync(); return [last, c.load()]; }`,
};

test.each(Object.entries(programs))("the same ends with all reductions as with nothing: %s", (_name, text) => {
  const [seen, unreduced] = [all, nothing].map((options) => {
    const { coverage, ends } = explore(programOf(head + text), options);
    return { coverage, ends: ends.map(({ ending }) => ending.key).toSorted() };
  });

  expect(unreduced?.coverage).toEqual({ kind: "complete" });
  expect(seen).toEqual(unreduced);
  expect(seen?.ends.length).toBeGreaterThan(1);
});

test("a rejected promise closes the generator that it came from, and not one that is over", async () => {
  const text = `export async function main() { const out: unknown[] = [];
    function* several() { try { yield 1; yield Promise.reject(new Error("no")); yield 3; } finally { out.push("closed"); throw new Error("unseen"); } }
    function* last() { try { yield 1; } finally { out.push("over"); } return Promise.reject(new Error("late")); }
    for (const each of [several, last]) try { for await (const v of each()) out.push(v); } catch (e) { out.push((e as Error).message); }
    return out; }`;
  const { ends, coverage } = explore(programOf(text), all);

  expect(ends.map(({ ending }) => ending.result)).toEqual([await plainly(text)]);
  expect(coverage).toEqual({ kind: "complete" });
});

test("what can't be told exactly is refused, with its line", () => {
  const text = "async function* g() {\n  yield* [1];\n}\nexport async function main() { for await (const v of g()); }";

  expect(() => programOf(text)).toThrow(/^program\.ts:2: yield\* can't be explored in an async generator/);
});
