import { describe, expect, test } from "vitest";
import { explored } from "../run/explored.ts";
import { plainly } from "../transform/run-both.ts";
import { randomOrder } from "./random-order.ts";

const RANDOM = 60;

const programs: Readonly<Record<string, string>> = {
  "an await takes one turn, a promise that is returned three": `
    const out: string[] = [];
    async function back() { return Promise.resolve(1); }
    async function wait() { return await Promise.resolve(1); }
    export async function main() {
      const all = [back().then(() => out.push("back")), wait().then(() => out.push("wait"))];
      let p = Promise.resolve(); for (let i = 0; i < 4; i++) p = p.then(() => { out.push("t" + i); });
      await Promise.all([...all, p]); return out; }`,
  "a thenable is asked in a turn of its own": `
    export async function main() { const out: unknown[] = [];
      const thenable = { then(resolve: (v: number) => void) { out.push("asked"); resolve(7); } };
      const p = Promise.resolve(thenable); out.push("made"); const q = Promise.resolve().then(() => out.push("other"));
      out.push(await p); await q; return out; }`,
  "what settles first counts": `
    export async function main() { let go = (_v: number) => {}, no = (_e: Error) => {};
      const p = new Promise<number>((resolve, reject) => { go = resolve; no = reject; });
      go(1); no(new Error("late")); go(2); return p; }`,
  "a resolver that is given its own promise": `
    export async function main() { let go = (_v: unknown) => {}; const p = new Promise((r) => { go = r; }); go(p);
      try { await p; } catch (e) { return (e as Error).name; } }`,
  "an executor that throws": `
    export async function main() { try { await new Promise(() => { throw new RangeError("no"); }); } catch (e) { return String(e); } }`,
  "all of none, any of none, race of one": `
    export async function main() { const any = await Promise.any([]).catch((e) => [e.name, e.errors.length]);
      return [await Promise.all([]), any, await Promise.race([3])]; }`,
  "all fails with the first that fails": `
    export async function main() { try { await Promise.all([1, Promise.reject(new Error("a")), Promise.reject(new Error("b"))]); }
      catch (e) { return (e as Error).message; } }`,
  "finally passes on, and its own error wins": `
    export async function main() { const out: unknown[] = [await Promise.resolve(1).finally(() => 2)];
      try { await Promise.resolve(1).finally(() => { throw new Error("f"); }); } catch (e) { out.push((e as Error).message); }
      try { await Promise.reject(new Error("r")).finally(() => 2); } catch (e) { out.push((e as Error).message); } return out; }`,
  "then without functions passes on": `
    export async function main() { return [await Promise.resolve(1).then(), await Promise.reject(2).then(1 as never).catch((e) => e)]; }`,
  "methods, arrows with this, private ones, statics": `
    class A { #n = 1; base = 2;
      async #own(k: number) { await null; return this.#n + k; }
      async get(k = 3) { const f = async () => this.base + (await this.#own(k)); return f(); }
      static async make() { await null; return new A(); } }
    class B extends A { override async get() { return (await super.get(4)) * 10; } }
    const o = { n: 5, async f() { await null; return this.n; } };
    export async function main() { return [await (await A.make()).get(), await new B().get(), await o.f()]; }`,
  "parameters, defaults, rest, destructuring over await": `
    const later = async <T>(v: T) => { await null; return v; };
    async function f({ a, b = 2 }: { a: number; b?: number }, ...rest: number[]) { const [x, y] = await later([a, b]); return [x, y, ...(await later(rest))]; }
    export async function main() { const o = { n: 1 }; o.n += await later(4); const { p, q } = await later({ p: 1, q: [2] });
      return [await f({ a: 1 }, 3, 4), o.n, p, ...q, (await later(1)) + (await later(2)) * (await later(3)), \`\${await later("s")}-\${await later("t")}\`]; }`,
  "labels, breaks, loops": `
    export async function main() { const out: number[] = [];
      outer: for (let i = 0; i < 3; i++) { for await (const v of [Promise.resolve(i), 5]) { if (v === 1) continue outer; if (i === 2) break outer; out.push(v); } }
      let n = 0; do { await null; n++; } while (n < 3); while (await Promise.resolve(n < 5)) n++; return [...out, n]; }`,
  "await in callbacks of built-ins": `
    export async function main() { const list = await Promise.all([3, 1, 2].map(async (v) => { await null; return v * 2; }));
      const sum = await list.reduce(async (p, v) => (await p) + v, Promise.resolve(0)); return [...list, sum]; }`,
  "with resolvers": `
    export async function main() { const { promise, resolve } = Promise.withResolvers<number>(); queueMicrotask(() => resolve(4)); return promise; }`,
  "what a promise says of itself": `
    export async function main() { const p = Promise.resolve(1); return [p instanceof Promise, Object.prototype.toString.call(p), typeof p.then, Promise.resolve(p) === p, Object.keys(p).length]; }`,
  "timers in their order": `
    export async function main() { const out: unknown[] = []; await new Promise<void>((done) => {
      setTimeout(() => { out.push(1); queueMicrotask(() => out.push("m")); }, 1); setTimeout((a, b) => out.push(a, b), 1, 2, 3);
      const gone = setTimeout(() => out.push("gone"), 1); clearTimeout(gone);
      let turns = 0; const id = setInterval(() => { if (++turns === 2) { clearInterval(id); done(); } }, 2); }); return out; }`,
};

describe("asynchronous code is done in the order of the language", () => {
  test.each(Object.entries(programs))("%s", async (_name, text) => {
    const { ends, coverage } = explored(text, undefined, { collect: true });

    expect(ends.map(({ ending }) => ending.result)).toEqual([await plainly(text)]);
    expect(coverage).toEqual({ kind: "complete" });
  });

  test("so is that of random programs", async () => {
    for (let seed = 0; seed < RANDOM; seed++) {
      const text = randomOrder(seed);
      const { ends } = explored(text, undefined, { collect: true });

      expect([seed, ends.map(({ ending }) => ending.result)]).toEqual([seed, [await plainly(text)]]);
    }
  });
});
