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
  "an async generator: a request after another, values that are waited for, return and throw": `
    const r = ({ value = null, done }: IteratorResult<unknown>) => [value, done];
    export async function main() { const out: unknown[] = [];
      async function* g(n: number) { try { const got: unknown = yield Promise.resolve(n); out.push(got); yield (out.push("between"), 2) + ((yield 3) as number); return Promise.resolve("end"); } catch (e) { out.push("caught " + String(e)); yield "after"; } finally { out.push("last"); await null; out.push("laster"); } }
      const tick = (async () => { for (let i = 0; i < 30; i++) { await null; out.push(i); } })();
      const one = g(1); out.push(r(await one.next("lost"))); out.push(r(await one.next("a"))); out.push(r(await one.next(5))); out.push(r(await one.next())); out.push(r(await one.next()));
      const two = g(2); const all = [two.next(), two.next("x"), two.next(1), two.return("r" as never), two.next(), two.throw(new Error("t"))].map((p) => p.then((v) => out.push(r(v)), (e) => out.push(String(e)))); await Promise.all(all);
      const three = g(3); await three.next(); out.push(r(await three.throw("thrown"))); out.push(r(await three.return(Promise.resolve("given") as never)));
      const four = g(4); out.push(r(await four.return("at once" as never)), r(await four.next())); const five = g(5); await five.throw(new Error("early")).catch((e) => out.push(String(e)));
      const six = g(6); await six.next(); await six.return(Promise.reject(new Error("bad")) as never).then((v) => out.push(r(v)), (e) => out.push(String(e)));
      await tick; return [out, Object.prototype.toString.call(one), one[Symbol.asyncIterator]() === one]; }`,
  "for await over an async generator: to its end, and left by break, return, throw and continue to a label": `
    export async function main() { const out: unknown[] = [];
      async function* count(to: number) { try { for (let i = 0; i < to; i++) { await null; yield i; } } finally { out.push("closed"); await null; out.push("really"); } }
      for await (const v of count(3)) out.push(v);
      for await (const v of count(9)) { if (v === 1) break; out.push(v); }
      const early = async () => { for await (const v of count(9)) { if (v === 2) return v; } return -1; }; out.push(await early());
      try { for await (const v of count(9)) { if (v === 1) throw new Error("x" + v); } } catch (e) { out.push(String(e)); }
      outer: for (let k = 0; k < 2; k++) { inner: for await (const v of count(4)) { if (v === 1) continue inner; if (v === 3) continue outer; if (k === 1 && v === 2) break outer; out.push([k, v]); } }
      mine: for await (const v of count(4)) { for await (const w of count(2)) { if (w === 1) continue mine; if (v === 2) break mine; out.push([v, w]); } }
      async function* twice(source: AsyncIterable<number>) { for await (const v of source) { yield v; yield v; } }
      for await (const v of twice(count(2))) out.push(v);
      for await (const v of twice(count(5))) if (v === 1) break;
      return out; }`,
  "iterators of one's own: with and without return, with wrong answers": `
    export async function main() { const out: unknown[] = [];
      const own = (answers: unknown[], close?: () => unknown) => ({ [Symbol.asyncIterator]() { out.push("opens"); return { next: () => answers.shift(), ...(close && { return: close }) } as never; } }) as AsyncIterable<unknown>;
      for await (const v of own([{ value: 1 }, Promise.resolve({ value: 2, done: false }), { done: true, value: 3 }])) out.push(v);
      for await (const v of own([{ value: Promise.resolve(4) }])) { out.push(v instanceof Promise); break; }
      for await (const v of own([{ value: 5 }], () => { out.push("return"); return {}; })) { out.push(v); break; }
      try { for await (const v of own([{ value: 6 }], async () => 7)) { out.push(v); break; } } catch (e) { out.push((e as Error).name); }
      try { for await (const v of own([{ value: 6 }], async () => { throw new Error("in return"); })) { out.push(v); break; } } catch (e) { out.push(String(e)); }
      try { for await (const v of own([{ value: 6 }], async () => { throw new Error("in return"); })) { throw new Error("body " + v); } } catch (e) { out.push(String(e)); }
      try { for await (const v of own([8 as never])) out.push(v); } catch (e) { out.push((e as Error).name); }
      try { for await (const v of own([Promise.reject(new Error("next"))], () => { out.push("never"); return {}; })) out.push(v); } catch (e) { out.push(String(e)); }
      try { for await (const v of 5 as never) out.push(v); } catch (e) { out.push((e as Error).name); }
      for await (const v of new Set([1, 2])) out.push(v); for await (const v of new Map([[1, 2]])) out.push(v); for await (const c of "ab") out.push(c);
      return out; }`,
  "methods that are async generators": `
    class Tree { #items = [1, 2, 3];
      async *#own(from: number) { for (const item of this.#items) { await null; if (item >= from) yield item; } }
      async *[Symbol.asyncIterator]() { for await (const v of this.#own(2)) yield v * 10; }
      static async *of(...items: number[]) { for (const item of items) yield item; } }
    const o = { k: 2, async *twice(n = 4) { yield this.k * n; } };
    export async function main() { const out: unknown[] = []; for await (const v of new Tree()) out.push(v); for await (const v of Tree.of(7, 8)) out.push(v); for await (const v of o.twice()) out.push(v);
      const arrow = async function* named({ a, b = 5 }: { a: number; b?: number }, ...rest: number[]) { yield [a, b, ...rest, arguments.length]; }; for await (const v of arrow({ a: 1 }, 2, 3)) out.push(v);
      try { (async function* ({ a }: { a: number }) { yield a; })(null as never); } catch (e) { out.push((e as Error).name); }
      return out; }`,
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
