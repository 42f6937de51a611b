import { type CorpusProgram, is, right, wrong } from "../run/corpus-program.ts";

const pipes = `
import { sleepAsync } from "@lockstep/threading";
import { Queue, ShutDownError } from "@lockstep/queue";
import { ThreadPoolExecutor, Future } from "@lockstep/futures";
const after = (ms, v) => new Promise((done) => setTimeout(() => done(v), ms));
`;
const bad = (ends: CorpusProgram["ends"], text: string, holds?: CorpusProgram["holds"]) =>
  wrong(ends, pipes + text, holds);
const good = (text: string, holds?: CorpusProgram["holds"]) => right(pipes + text, holds);

const account = (withdraw: string) => `
let balance = 100; const lock = new Lock();
async function withdraw(amount) { ${withdraw} }
export async function main() { const told = await Promise.all([withdraw(80), withdraw(80)]); return [balance, told.filter(Boolean).length]; }`;

/** Asynchronous programs with a known mistake, and how each must be found. */
export const wrongAsync: Readonly<Record<string, CorpusProgram>> = {
  "check, then act after an await": bad(
    ["invariant"],
    account("if (balance < amount) return false; await sleepAsync(1); balance -= amount; return true;"),
    is([20, 1]),
  ),
  "an update lost over an await": bad(
    ["invariant"],
    `let n = 0; async function add() { const seen = n; await sleepAsync(1); n = seen + 1; } export async function main() { await Promise.all([add(), add(), add()]); return n; }`,
    is(3),
  ),
  "n += await": bad(
    ["invariant"],
    `let n = 0; const one = async () => { await sleepAsync(1); return 1; }; async function add() { n += await one(); } export async function main() { await Promise.all([add(), add()]); return n; }`,
    is(2),
  ),
  "a lock that is given back before the work is done": bad(
    ["invariant"],
    account(
      "await lock.acquireAsync(); const later = (async () => { if (balance < amount) return false; await sleepAsync(1); balance -= amount; return true; })(); lock.release(); return later;",
    ),
    is([20, 1]),
  ),
  "an error that nobody waits for": bad(
    ["uncaught-error"],
    `async function save() { await sleepAsync(1); throw new Error("disk full"); } export async function main() { save(); await sleepAsync(1); return 1; }`,
  ),
  "caught too late": bad(
    ["uncaught-error"],
    `export async function main() { const p = sleepAsync(1).then(() => { throw new Error("a"); }); await sleepAsync(2); try { await p; } catch { return 1; } return 2; }`,
  ),
  "the second of two fails while the first is waited for": bad(
    ["uncaught-error"],
    `const fail = async () => { await sleepAsync(1); throw new Error("b"); }; export async function main() { const a = sleepAsync(1), b = fail(); try { await a; await b; } catch { return 1; } return 2; }`,
  ),
  "whoever asked first is thought to answer first": bad(
    ["invariant"],
    `const out = []; async function ask(i) { await sleepAsync(10 * i); out.push(i); } export async function main() { await Promise.all([ask(1), ask(2), ask(3)]); return out; }`,
    is([1, 2, 3]),
  ),
  "the last answer wins, not the last question": bad(
    ["invariant"],
    `let shown = ""; async function search(text) { await sleepAsync(5); shown = text; } export async function main() { const a = search("a"); const b = search("ab"); await Promise.all([a, b]); return shown; }`,
    is("ab"),
  ),
  "a longer timer is thought to come later, though it was set before": bad(
    ["invariant"],
    `export async function main() { const out = []; const a = after(20, 1).then((v) => out.push(v)); await sleepAsync(5); const b = after(10, 2).then((v) => out.push(v)); await Promise.all([a, b]); return out; }`,
    is([2, 1]),
  ),
  "a time-out that comes although the work is done in time": bad(
    ["invariant"],
    `export async function main() { return Promise.race([sleepAsync(1).then(() => "done"), after(1000, "late")]); }`,
    is("done"),
  ),
  "waiting for a promise that nobody settles": bad(
    ["lost-wake-up"],
    `let tell = () => {}; function changed() { return new Promise((done) => { tell = done; }); } export async function main() { const a = changed(), b = changed(); tell(); await Promise.all([a, b]); }`,
  ),
  "told before anybody listens": bad(
    ["lost-wake-up"],
    `const waiting = []; const tell = () => waiting.splice(0).forEach((go) => go()); const told = () => new Promise((go) => waiting.push(go));
     async function producer() { await sleepAsync(1); tell(); } async function consumer() { await sleepAsync(1); await told(); }
     export async function main() { await Promise.all([producer(), consumer()]); }`,
  ),
  "two promises that wait for one another": bad(
    ["lost-wake-up", "deadlock"],
    `export async function main() { let b; const a = (async () => { await null; return b; })(); b = (async () => { await null; return a; })(); await a; }`,
  ),
  "two locks in two orders, over awaits": bad(
    ["deadlock"],
    `const a = new Lock({ name: "a" }), b = new Lock({ name: "b" });
     async function both(x, y) { await x.withLockAsync(async () => { await sleepAsync(1); await y.withLockAsync(async () => {}); }); }
     export async function main() { await Promise.all([both(a, b), both(b, a)]); }`,
  ),
  "a lock that is acquired again by the one who has it": bad(
    ["deadlock"],
    `const l = new Lock(); export async function main() { await l.acquireAsync(); await sleepAsync(1); await l.acquireAsync(); }`,
  ),
  "a lock that is kept by an error over an await": bad(
    ["deadlock", "lock-held"],
    `const l = new Lock(); async function work(i) { await l.acquireAsync(); await sleepAsync(1); if (i === 0) throw new Error("x"); l.release(); }
     export async function main() { await Promise.allSettled([work(0), work(1)]); }`,
  ),
  "a permit that gets lost where a wait is given up": bad(
    ["deadlock", "lost-wake-up"],
    `const s = new Semaphore(1); async function work(i) { await s.acquireAsync(); try { if (i === 0) return; await sleepAsync(1); s.release(); } finally { } }
     export async function main() { await Promise.all([work(0), work(1)]); }`,
  ),
  "one read of a queue too many": bad(
    ["lost-wake-up"],
    `const q = new Queue(1); async function eat() { return [await q.getAsync(), await q.getAsync()]; } export async function main() { const p = eat(); await q.putAsync(1); await sleepAsync(1); return p; }`,
  ),
  "a thread that blocks while the others of its thread have the work": bad(
    ["deadlock", "lost-wake-up"],
    `const q = new Queue(); async function feed() { await sleepAsync(1); q.put(1); } export async function main() { feed(); return q.get(); }`,
  ),
  "a thread writes between two awaits of another": bad(
    ["invariant", "race"],
    `const S = struct("S", { n: i32 }), s = new S({ n: 0 }); export async function add() { const seen = s.n; await sleepAsync(1); s.n = seen + 1; }
     export async function main() { const list = times(2, add); for (const t of list) t.start(); for (const t of list) await t.joinAsync(); return s.n; }`,
    is(2),
  ),
  "the results of a pool in the order in which they come": bad(
    ["invariant"],
    `export function twice(v) { return v * 2; } export async function main() { const pool = new ThreadPoolExecutor({ maxWorkers: 2 }); const out = [];
     await Promise.all([1, 2].map(async (v) => { out.push(await pool.submit(twice, v)); })); pool.shutdown(); return out; }`,
    is([2, 4]),
  ),
  "an asynchronous body in a lock that is for plain ones": bad(
    ["uncaught-error"],
    `const l = new Lock(); export async function main() { await l.withLock(async () => { await sleepAsync(1); }); }`,
  ),
  "an async generator that is thought to run alone": bad(
    ["invariant"],
    `let n = 0; async function* add() { for (;;) { const seen = n; await sleepAsync(1); n = seen + 1; yield n; } }
     export async function main() { const a = add(), b = add(); await Promise.all([a.next(), b.next()]); return n; }`,
    is(2),
  ),
  "an async generator that is not closed keeps its lock": bad(
    ["deadlock", "lock-held"],
    `const lock = new Lock(); async function* held() { await lock.acquireAsync(); try { yield 1; yield 2; } finally { lock.release(); } }
     export async function main() { const it = held(); await it.next(); await sleepAsync(1); await lock.acquireAsync(); }`,
  ),
  "a cache that asks twice": bad(
    ["invariant"],
    `let asked = 0, value = null; async function get() { if (value !== null) return value; await sleepAsync(1); asked++; value = 7; return value; } export async function main() { await Promise.all([get(), get()]); return asked; }`,
    is(1),
  ),
};

/** Right asynchronous programs: complete, with progress. */
export const rightAsync: Readonly<Record<string, CorpusProgram>> = {
  "check and act under an asynchronous lock": good(
    account(
      "return (await lock.withLockAsync(async () => { if (balance < amount) return false; await sleepAsync(1); balance -= amount; return true; })).value;",
    ),
    is([20, 1]),
  ),
  "check and act without an await in between": good(
    account("await sleepAsync(1); if (balance < amount) return false; balance -= amount; return true;"),
    is([20, 1]),
  ),
  "an error that is waited for": good(
    `async function save() { await sleepAsync(1); throw new Error("disk full"); } export async function main() { const p = save(); try { await Promise.all([p, sleepAsync(1)]); } catch (e) { return e.message; } }`,
    is("disk full"),
  ),
  "both are waited for, whatever happens": good(
    `const fail = async () => { await sleepAsync(1); throw new Error("b"); }; export async function main() { const [a, b] = await Promise.allSettled([sleepAsync(1), fail()]); return [a.status, b.status]; }`,
    is(["fulfilled", "rejected"]),
  ),
  "results in the order of the questions": good(
    `async function ask(i) { await sleepAsync(10 * i); return i; } export async function main() { return Promise.all([ask(3), ask(1), ask(2)]); }`,
    is([3, 1, 2]),
  ),
  "the last question wins": good(
    `let shown = "", latest = 0; async function search(text) { const mine = ++latest; await sleepAsync(5); if (mine === latest) shown = text; } export async function main() { await Promise.all([search("a"), search("ab")]); return shown; }`,
    is("ab"),
  ),
  "timers that are set in the order of their length": good(
    `export async function main() { const out = []; await Promise.all([after(1, 1), after(1, 2), after(7, 3)].map(async (p) => { out.push(await p); })); return out; }`,
    is([1, 2, 3]),
  ),
  "a cache of promises asks once": good(
    `let asked = 0, value = null; async function load() { asked++; await sleepAsync(1); return 7; } function get() { return (value ??= load()); } export async function main() { await Promise.all([get(), get()]); return asked; }`,
    is(1),
  ),
  "a listener that looks before it waits": good(
    `let isTold = false; const waiting = []; const tell = () => { isTold = true; waiting.splice(0).forEach((go) => go()); }; const told = () => (isTold ? Promise.resolve() : new Promise((go) => waiting.push(go)));
     async function producer() { await sleepAsync(1); tell(); } async function consumer() { await sleepAsync(1); await told(); return 1; }
     export async function main() { return (await Promise.all([producer(), consumer()]))[1]; }`,
    is(1),
  ),
  "polling ends, since every timer comes": good(
    `let done = false; export async function main() { sleepAsync(50).then(() => { done = true; }); let n = 0; while (!done) { await sleepAsync(1); n = 1; } return n; }`,
    is(0, 1),
  ),
  "two locks in one order, over awaits": good(
    `const a = new Lock({ name: "a" }), b = new RLock({ name: "b" }); let n = 0;
     async function both() { await a.withLockAsync(async () => { await sleepAsync(1); await b.withLockAsync(async () => { const seen = n; await sleepAsync(1); n = seen + 1; }); }); }
     export async function main() { await Promise.all([both(), both(), both()]); return n; }`,
    is(3),
  ),
  "at most two at once": good(
    `const s = new Semaphore(2); let inside = 0, most = 0; async function work() { await s.withPermitAsync(async () => { most = Math.max(most, ++inside); await sleepAsync(1); inside--; }); }
     export async function main() { await Promise.all([work(), work(), work()]); return most; }`,
    is(2),
  ),
  "a wait that is given up": good(
    `const l = new Lock(); export async function main() { await l.acquireAsync(); const got = await l.acquireAsync({ timeoutMs: 5 }); l.release(); return got; }`,
    is(false),
  ),
  "a producer thread and an asynchronous consumer": good(
    `const q = new Queue(1); export function produce() { for (const v of [1, 2, 3]) q.put(v); q.shutdown(); }
     export async function main() { new Thread({ target: produce }).start(); let sum = 0; try { for (;;) sum += await q.getAsync(); } catch (e) { if (!(e instanceof ShutDownError)) throw e; } return sum; }`,
    is(6),
  ),
  "an asynchronous thread and a blocking one share a lock": good(
    `const S = struct("S", { n: i32, lock: Lock }), s = new S({ n: 0 }); export async function slow() { await s.lock.withLockAsync(async () => { const seen = s.n; await sleepAsync(1); s.n = seen + 1; }); return 4; }
     export function quick() { s.lock.withLock(() => { s.n++; }); }
     export async function main() { const a = new Thread({ target: slow }), b = new Thread({ target: quick }); a.start(); b.start(); const told = await a.resultAsync(); await b.joinAsync(); return [s.n, told]; }`,
    is([2, 4]),
  ),
  "futures of a pool are awaited": good(
    `export function twice(v) { return v * 2; } export async function main() { const pool = new ThreadPoolExecutor({ maxWorkers: 2 }); const all = await Promise.all([1, 2].map((v) => pool.submit(twice, v))); pool.shutdown(); return all; }`,
    is([2, 4]),
  ),
  "a task of a pool is asynchronous": good(
    `export async function slow(v) { await sleepAsync(1); if (v > 1) throw new Error("big"); return v; } export async function main() { const pool = new ThreadPoolExecutor({ maxWorkers: 1 }); const a = pool.submit(slow, 1), b = pool.submit(slow, 2);
     const all = await Promise.allSettled([a, b]); pool.shutdown(); return all.map(({ status }) => status); }`,
    is(["fulfilled", "rejected"]),
  ),
  "a future that is settled by hand": good(
    `export async function main() { const f = new Future(); sleepAsync(1).then(() => f.setResult(3)); return [await f, await f]; }`,
    is([3, 3]),
  ),
  "an event and a latch are awaited": good(
    `const e = new Event(), l = new Latch(2); export function work() { l.countDown(); e.wait(); } export async function main() { const list = times(2, work); for (const t of list) t.start(); await l.waitAsync(); e.set(); await e.waitAsync(); for (const t of list) await t.joinAsync(); return 1; }`,
    is(1),
  ),
  "a time-out that cleans up": good(
    `export async function main() { let timer; const late = new Promise((done) => { timer = setTimeout(() => done("late"), 9); }); const first = await Promise.race([sleepAsync(1).then(() => "done"), late]); clearTimeout(timer); await sleepAsync(1); return first; }`,
    is("done", "late"),
  ),
  "for await over answers": good(
    `export async function main() { const out = []; for await (const v of [after(3, 1), 2, after(1, 3)]) out.push(v); return out; }`,
    is([1, 2, 3]),
  ),
  "await at the top of a module": good(
    `const ready = await sleepAsync(1).then(() => 5); export async function main() { return ready; }`,
    is(5),
  ),
  "an async generator hands out what two ask for at once": good(
    `const S = struct("S", { n: i32 }), s = new S({});
     async function* numbers() { for (let i = 1; i <= 3; i++) { await sleepAsync(1); s.n += i; yield i; } }
     export async function main() { const it = numbers(); const told = await Promise.all([it.next(), it.next(), it.next(), it.next()]); return [told.map(({ value = 0 }) => value), s.n]; }`,
    is([[1, 2, 3, 0], 6]),
  ),
  "for await is left early, and the lock is given back": good(
    `const lock = new Lock(), q = new Queue();
     async function* held() { await lock.acquireAsync(); try { for (;;) { await sleepAsync(1); yield await q.getAsync(); } } finally { lock.release(); } }
     export function feed() { q.put(1); q.put(2); }
     export async function main() { const t = new Thread({ target: feed }); t.start(); let sum = 0; for await (const v of held()) { sum += v; if (v === 2) break; } await lock.acquireAsync(); lock.release(); await t.joinAsync(); return sum; }`,
    is(3),
  ),
};
