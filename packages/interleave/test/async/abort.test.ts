import { describe, expect, test } from "vitest";
import { explore } from "../../src/index.ts";
import { all, endsBothWays, programOf } from "../run/explored.ts";
import { plainly } from "../transform/run-both.ts";

const head = `import { Cell } from "@lockstep/memory"; import { Condition, Event, Lock, Semaphore } from "@lockstep/sync"; import { Queue } from "@lockstep/queue"; import { sleepAsync, Thread } from "@lockstep/threading";
const name = (e) => e.name; const started = (target) => { const t = new Thread({ target }); t.start(); return t; };
`;

/** How each program can end. */
const programs: Readonly<Record<string, readonly [text: string, ...ends: string[]]>> = {
  "who gives up waiting takes nothing: a permit is not lost": [
    `const l = new Lock(); export async function main() { const stop = new AbortController(); await l.acquireAsync();
     const late = l.acquireAsync({ signal: stop.signal }).then(() => { l.release(); return "got it"; }, name); sleepAsync(1).then(() => stop.abort()); sleepAsync(1).then(() => l.release());
     const told = await late; await sleepAsync(1); await l.acquireAsync(); l.release(); return told; }`,
    'ok / "AbortError"',
    'ok / "got it"',
  ],
  "a signal with a time, and one for any of several": [
    `const q = new Queue(); export function put() { q.put(7); } export async function main() { const t = started(put); const stop = new AbortController();
     const told = await q.getAsync({ signal: AbortSignal.any([AbortSignal.timeout(5), stop.signal]) }).catch(name); await t.joinAsync(); return told; }`,
    'ok / "TimeoutError"',
    "ok / 7",
  ],
  "a condition has its lock again before it says that it was aborted": [
    `const l = new Lock(), c = new Condition(l), n = new Cell(); export function tell() { l.withLock(() => { n.store(1); c.notify(); }); }
     export async function main() { const t = started(tell), stop = new AbortController(); await l.acquireAsync(); sleepAsync(1).then(() => stop.abort("enough"));
     let told; try { told = await c.waitForAsync(() => n.load() === 1, { signal: stop.signal }); } catch (e) { told = e; } const held = l.locked; l.release(); await t.joinAsync(); return [told, held]; }`,
    'ok / ["enough",true]',
    "ok / [true,true]",
  ],
  "aborted before": [
    `export async function main() { const signal = AbortSignal.abort("no"); const told = []; const waits = [new Lock().acquireAsync({ signal }), new Semaphore(1).acquireAsync({ signal }), new Event().waitAsync({ signal }), new Queue().getAsync({ signal })];
     for (const each of await Promise.allSettled(waits)) told.push(each.reason); return told; }`,
    'ok / ["no","no","no","no"]',
  ],
  "what can't be waited for so long rejects, and throws nothing": [
    `const l = new Lock(), c = new Condition(l), wrong = { timeoutMs: -1 }; export async function main() { await l.acquireAsync({ signal: null }); const told = [];
     const waits = [l.acquireAsync(wrong), c.waitAsync(wrong), new Semaphore(1).acquireAsync({ permits: 0 }), new Event().waitAsync(wrong), new Queue().getAsync(wrong), sleepAsync(-1)];
     for (const each of await Promise.allSettled(waits)) told.push(name(each.reason)); l.release(); return told; }`,
    'ok / ["BadTimeoutError","BadTimeoutError","BadCountError","BadTimeoutError","BadTimeoutError","BadTimeoutError"]',
  ],
  "a wait whose signal nobody aborts": [
    `export async function main() { await new Event().waitAsync({ signal: new AbortController().signal }); }`,
    "lost-wake-up / undefined / 0 sleeps on Event",
  ],
};

test.each(Object.entries(programs))("a wait ends with its signal: %s", (_name, [text, ...wanted]) => {
  const found = { coverage: "complete", ends: wanted };

  expect(endsBothWays(head + text)).toEqual([found, found]);
});

describe("signals are those of the language", () => {
  test("listeners, reasons, what follows what", async () => {
    const text = `export async function main() { const out: unknown[] = []; const one = new AbortController(), two = new AbortController();
      const any = AbortSignal.any([one.signal, two.signal]); const told = (s: string) => () => { out.push(s); };
      const a = told("a"); one.signal.addEventListener("abort", a); one.signal.addEventListener("abort", a); one.signal.addEventListener("abort", told("b"), { once: true });
      const gone = told("gone"); one.signal.addEventListener("abort", gone); one.signal.removeEventListener("abort", gone); any.addEventListener("abort", (e) => { out.push(e.type, (e.target as AbortSignal).aborted); });
      one.signal.addEventListener("other", told("other")); any.throwIfAborted(); Promise.resolve().then(told("later")); one.abort("why"); one.abort("again"); two.abort(); out.push(one.signal.aborted, one.signal.reason, any.reason, two.signal.reason.name);
      try { any.throwIfAborted(); } catch (e) { out.push(e); } try { AbortSignal.abort().throwIfAborted(); } catch (e) { out.push((e as Error).name); }
      out.push(one.signal instanceof AbortSignal, one instanceof AbortController, AbortSignal.any([any]).aborted); try { new AbortSignal(); } catch (e) { out.push((e as Error).name); } await null; return out; }`;
    const { ends } = explore(programOf(text), all);

    expect(ends.map(({ ending }) => ending.result)).toEqual([await plainly(text)]);
  });

  const signals =
    "const c = new AbortController(), k = new AbortController(), out: unknown[] = []; const told = (x: unknown) => () => { out.push(x); };";
  test.each(
    Object.entries({
      "a signal that follows another in two ways is told once":
        "const d = AbortSignal.any([c.signal]), e = AbortSignal.any([c.signal, d]); AbortSignal.any([d]).addEventListener('abort', told('last')); e.addEventListener('abort', told('any')); d.addEventListener('abort', told('d')); c.abort();",
      "whom an earlier listener removes is not told":
        "const f = told('f'); c.signal.addEventListener('abort', () => { out.push('a'); c.signal.removeEventListener('abort', f); }); c.signal.addEventListener('abort', f); c.abort();",
      "onabort stands where it was set":
        "c.signal.onabort = told('first'); c.signal.addEventListener('abort', told('second')); c.signal.onabort = told('instead'); out.push(typeof c.signal.onabort, k.signal.onabort); k.signal.onabort = told('no'); k.signal.onabort = null; c.abort(); k.abort();",
      "objects that handle events":
        "const it = { n: 3, handleEvent(e: Event) { out.push(this.n, e.type); } }; c.signal.addEventListener('abort', it); c.signal.addEventListener('abort', it); try { c.signal.addEventListener('abort', 5 as never); } catch (e) { out.push((e as Error).name); } c.abort();",
      "a listener that a signal takes away":
        "c.signal.addEventListener('abort', told(1), { signal: k.signal }); c.signal.addEventListener('abort', told(2), { signal: AbortSignal.abort() }); c.signal.addEventListener('abort', told(3)); try { c.signal.addEventListener('abort', told(4), { signal: {} as never }); } catch (e) { out.push((e as Error).name); } k.abort(); c.abort();",
      "a listener that is the last":
        "c.signal.addEventListener('abort', (e) => { e.preventDefault(); e.stopPropagation(); out.push(e.target === c.signal, e.defaultPrevented); }, { once: true }); c.signal.addEventListener('abort', (e) => { e.stopImmediatePropagation(); out.push(1); }); c.signal.addEventListener('abort', told(2)); c.abort();",
    }),
  )("%s", async (_name, body) => {
    const text = `export async function main() { ${signals} ${body} await null; return out; }`;
    const { ends } = explore(programOf(text), all);

    expect(ends.map(({ ending }) => ending.result)).toEqual([await plainly(text)]);
  });

  test("events that the program makes are refused", () => {
    const text = "export async function main() { new AbortController().signal.dispatchEvent(5); }";

    expect(() => explore(programOf(text))).toThrow(/dispatchEvent can't be explored yet/);
  });

  test("an error in a listener is caught by nobody", () => {
    const text = `export async function main() { const c = new AbortController(); c.signal.addEventListener("abort", () => { throw new Error("x"); }); try { c.abort(); } catch { return 1; } await null; return 2; }`;

    expect(explore(programOf(text)).failure?.ending.kind).toBe("uncaught-error");
  });
});
