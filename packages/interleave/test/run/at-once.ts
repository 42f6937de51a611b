/** What these programs share: threads that are started, and errors that are told by their names. */
const head = `import { Barrier, Condition, Event, Lock, Semaphore } from "@lockstep/sync"; import { Queue } from "@lockstep/queue"; import { sleepAsync, Thread } from "@lockstep/threading"; import { ThreadPoolExecutor } from "@lockstep/futures";
const go = (target, ...args) => { const t = new Thread({ target, args }); t.start(); return t; };
const told = (p) => p.catch((e) => e.name);
const all = (...list) => Promise.all(list);
`;

const bodies: Readonly<Record<string, string>> = {
  "a lock and a barrier that its holder waits at": `const l = new Lock(), b = new Barrier(2), has = new Event(); export function a() { l.acquire(); has.set(); b.wait(); l.release(); return 1; } export async function main() { const t = go(a); await has.waitAsync(); const r = await all(l.acquireAsync(), b.waitAsync()); l.release(); t.join(); return r.length; }`,
  "the first of two": `const q = new Queue(), stop = new Event(); export function a() { stop.set(); return 1; } export async function main() { const t = go(a); const r = await Promise.race([q.getAsync(), stop.waitAsync()]); t.join(); return r; }`,
  "an event that another coroutine sets after its own wait": `const e = new Event(), f = new Event(); async function first() { await f.waitAsync(); e.set(); return 1; } export function a() { f.set(); return 1; } export async function main() { const t = go(a); const r = await all(e.waitAsync(), first()); t.join(); return r; }`,
  "a wait that is begun before what ends it": `const e = new Event(); export async function main() { const p = e.waitAsync(); e.set(); return p; }`,
  "a wait that is aborted": `const e = new Event(); export async function main() { const c = new AbortController(); const p = told(e.waitAsync({ signal: c.signal })); c.abort(); return p; }`,
  "a wait that is aborted or comes": `const q = new Queue(), e = new Event(); export function a() { q.put(3); e.set(); return 1; } export async function main() { const c = new AbortController(); const t = go(a); const p = told(q.getAsync({ signal: c.signal })); await e.waitAsync(); c.abort(); const r = await p; t.join(); return [r, q.qsize]; }`,
  "one of two waits for the same event is aborted": `const e = new Event(); export async function main() { const c = new AbortController(); const p = told(e.waitAsync({ signal: c.signal })); const o = e.waitAsync(); c.abort(); const r = await p; e.set(); return [r, await o]; }`,
  "a lock that is given up for another": `const l = new Lock(), e = new Event(); export function a() { l.acquire(); e.wait(); l.release(); return 1; } export async function main() { const c = new AbortController(); const t = go(a); const p = told(l.acquireAsync({ signal: c.signal })); await null; c.abort(); const r = await p; if (r === true) l.release(); e.set(); t.join(); return [r, l.locked]; }`,
  "time beside a wait for what never comes": `const e = new Event(); export async function main() { return Promise.race([e.waitAsync(), sleepAsync(5).then(() => "late")]); }`,
  "a wait for a time beside one that its end lets come": `const e = new Event(), f = new Event(); async function give() { const r = await e.waitAsync({ timeoutMs: 5 }); f.set(); return r; } export async function main() { return all(f.waitAsync(), give()); }`,
  "two coroutines at one lock": `const l = new Lock(); let n = 0; async function add() { await l.withLockAsync(async () => { const seen = n; await sleepAsync(1); n = seen + 1; }); } export async function main() { await all(add(), add()); return n; }`,
  "permits that coroutines pass on": `const s = new Semaphore(0); const take = async (k) => { await s.acquireAsync(); s.release(); return k; }; export function a() { s.release(); return 1; } export async function main() { const t = go(a); const r = await all(take(1), take(2)); t.join(); return [r, s.value]; }`,
  "a queue that one thread fills and empties": `const q = new Queue(1); const feed = async () => { for (const k of [1, 2, 3]) await q.putAsync(k); return 0; }; const eat = async () => [await q.getAsync(), await q.getAsync(), await q.getAsync()]; export async function main() { return all(feed(), eat()); }`,
  "a thread that is joined, and an event that it waits for": `const e = new Event(); export function a() { e.wait(); return 5; } export async function main() { const t = go(a); const set = async () => { await null; e.set(); }; const [r] = await all(t.resultAsync(), set()); return r; }`,
  "two tasks of a pool, and an event": `const e = new Event(); export function task(k) { if (k === 2) e.set(); return k; } export async function main() { const p = new ThreadPoolExecutor({ maxWorkers: 2 }); const r = await all(e.waitAsync(), p.submit(task, 1), p.submit(task, 2)); p.shutdown(); return r; }`,
  "a condition that two coroutines share": `const l = new Lock(), c = new Condition(l); let is = false; async function wait() { await l.acquireAsync(); while (!is) await c.waitAsync(); l.release(); return 1; } async function tell() { await l.acquireAsync(); is = true; c.notify(); l.release(); return 2; } export async function main() { return all(wait(), tell()); }`,
  "a barrier of one thread's coroutines": `const b = new Barrier(2); export async function main() { return (await all(b.waitAsync(), b.waitAsync())).length; }`,
  "what blocks comes before what is awaited": `const e = new Event(), f = new Event(); export function a() { f.set(); e.set(); return 1; } export async function main() { const t = go(a); const p = f.waitAsync(); e.wait(); const r = await p; t.join(); return r; }`,
  "a wait that nobody looks after": `const e = new Event(); export function a() { return 1; } export async function main() { void e.waitAsync(); const t = go(a); t.join(); return "over"; }`,
  "a lock that nobody looks after": `const l = new Lock(); export function a() { l.acquire(); l.release(); return 1; } export async function b() { void l.acquireAsync(); return 2; } export async function main() { l.acquire(); const x = go(b); x.join(); const y = go(a); l.release(); y.join(); return 1; }`,
  "two threads of two coroutines": `const q = new Queue(), r = new Queue(); export async function a() { const [x] = await all(q.getAsync(), r.putAsync(1)); return x; } export async function main() { const t = go(a); const [y] = await all(r.getAsync(), q.putAsync(2)); return [y, await t.resultAsync()]; }`,
};

/** Right programs in which one thread awaits several things at once, or does what one of its own coroutines waits for. */
export const atOnce: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(bodies).map(([name, body]) => [name, `${head}${body}`]),
);
