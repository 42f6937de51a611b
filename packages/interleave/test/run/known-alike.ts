/** What these programs share: a thread that stores 1 while the main one goes on, and what there is to use. */
const head = `import { Cell, i32, struct } from "@lockstep/memory"; import { Thread } from "@lockstep/threading"; import { Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, RWLock, Semaphore } from "@lockstep/sync"; import { LifoQueue, Queue } from "@lockstep/queue";
const c = new Cell(), n = new Cell(), lock = new Lock(), semaphore = new Semaphore(1), condition = new Condition(lock), rw = new RWLock(), done = new Event();
export function one() { c.store(1); }
export function fill(q) { q.put(1); n.store(q.tryPut(2) ? 2 : 1); }
const go = () => { const t = new Thread({ target: one }); t.start(); return t; };
const body = (x, t) => () => { t.join(); return x; };
`;

const bodies: Readonly<Record<string, string>> = {
  "a body that a lock is given": `export function main() { const t = go(); return lock.withLock(body(c.load(), t)); }`,
  "one of two bodies that a lock is given": `export function main() { const t = go(); lock.withLock(c.load() === 1 ? () => { t.join(); } : () => { t.join(); c.store(9); }); return c.load(); }`,
  "bodies made by a function": `const S = struct("S", { n: i32, lock: Lock }), s = new S({}); const adds = (k) => () => { s.n = s.n * 10 + k; }; export function two() { s.lock.withLock(adds(2)); c.store(1); } export function main() { const t = new Thread({ target: two }); t.start(); s.lock.withLock(adds(c.load() === 1 ? 7 : 5)); t.join(); return s.n; }`,
  "a body that throws": `export function main() { const t = go(); try { lock.withLock(c.load() === 1 ? () => { throw new Error("a"); } : () => { throw new Error("b"); }); } catch (e) { t.join(); return e.message; } }`,
  "a body that a semaphore is given": `export function main() { const t = go(); return semaphore.withPermit(body(c.load(), t)); }`,
  "a body that a condition is given": `export function main() { const t = go(); return condition.withLock(body(c.load(), t)); }`,
  "a body that readers are given": `export function main() { const t = go(); return rw.read.withLock(body(c.load(), t)); }`,
  "a body that a writer is given": `export function main() { const t = go(); return rw.write.withLock(body(c.load(), t)); }`,
  "an asynchronous body that a lock is given": `export async function main() { const t = go(); return (await lock.withLockAsync(body(c.load(), t))).value; }`,
  "an asynchronous body that a semaphore is given": `export async function main() { const t = go(); return (await semaphore.withPermitAsync(body(c.load(), t))).value; }`,
  "what a caller knows while a list is gone through": `export function main() { const t = go(); const y = c.load(); [1].forEach(() => { t.join(); }); return y; }`,
  "what a caller knows while a list is made": `export function main() { const t = go(); const y = c.load(); Array.from([1], () => { t.join(); }); return y; }`,
  "what a caller knows while a map is gone through": `export function main() { const t = go(); const y = c.load(); new Map([[1, 2]]).forEach(() => { t.join(); }); return y; }`,
  "what a caller knows of a function's call": `export function main() { const t = go(); const y = c.load(); (function () { t.join(); }).call(null); return y; }`,
  "what a caller knows of a function's apply": `export function main() { const t = go(); const y = c.load(); (function () { t.join(); }).apply(null, []); return y; }`,
  "what a caller knows of Reflect.apply": `export function main() { const t = go(); const y = c.load(); Reflect.apply(function () { t.join(); }, null, []); return y; }`,
  "what a caller knows of a method that is called on another": `export function main() { const t = go(); const y = c.load(); Lock.prototype.acquire.call(lock); t.join(); lock.release(); return y; }`,
  "what is told when a time is over": `function arm(v) { AbortSignal.timeout(5).onabort = v === 1 ? () => { n.store(1); done.set(); } : () => { n.store(2); done.set(); }; } export async function main() { const t = go(); arm(c.load()); await t.joinAsync(); await done.waitAsync(); return n.load(); }`,
  "what is told by a signal that follows another": `function arm(s, v) { AbortSignal.any([s]).onabort = v === 1 ? () => { n.store(1); } : () => { n.store(2); }; } export async function main() { const k = new AbortController(); const t = go(); arm(k.signal, c.load()); await t.joinAsync(); k.abort(); return n.load(); }`,
  "a property of a signal": `function arm(v) { const s = AbortSignal.timeout(5); s.mine = v; s.addEventListener("abort", function (e) { n.store(e.target.mine + 1); done.set(); }); } export async function main() { const t = go(); arm(c.load()); await t.joinAsync(); await done.waitAsync(); return n.load(); }`,
  "the size of a queue": `export function main() { const t = go(); const q = new Queue(1 + c.load()); t.join(); q.put(1); return q.tryPut(2); }`,
  "the size of a queue that only waits for room": `export async function main() { const t = go(); const q = new Queue(1 + c.load()); q.put(0); const p = q.putAsync(5); t.join(); q.get(); await p; return q.tryPut(1); }`,
  "the size of a queue that another thread gets": `export function main() { const t = go(); const u = new Thread({ target: fill, args: [new Queue(1 + c.load())] }); u.start(); t.join(); u.join(); return n.load(); }`,
  "the parties of a barrier": `export function main() { const t = go(); const b = new Barrier(1 + c.load()); t.join(); try { b.wait(5); return "in"; } catch { return "late"; } }`,
  "the action of a barrier": `export function main() { const t = go(); const b = new Barrier(1, { action: c.load() === 1 ? () => { n.store(1); } : () => { n.store(2); } }); t.join(); b.wait(); return n.load(); }`,
  "the action of a barrier that nothing else knows": `function f(v, t) { new Barrier(1, { action: v ? () => { t.join(); n.store(1); } : () => { t.join(); n.store(2); } }).wait(); } export function main() { const t = go(); f(c.load(), t); return n.load(); }`,
  "the limit of a semaphore": `export function main() { const t = go(); const s = new BoundedSemaphore(1 + c.load()); t.join(); s.acquire(); s.release(); return s.tryAcquire(2); }`,
  "the lock of a condition": `export function main() { const t = go(); const a = new Lock(), b = new Lock(), q = new Condition(c.load() === 1 ? a : b); t.join(); q.acquire(); q.wait(0); const isFirst = a.locked; q.release(); return isFirst; }`,
  "the class of a queue": `export function main() { const t = go(); const q = c.load() === 1 ? new LifoQueue() : new Queue(); t.join(); q.put(1); q.put(2); return q.get(); }`,
  "the class of a lock": `export function main() { const t = go(); const l = c.load() === 1 ? new Lock() : new RLock(); t.join(); l.acquire(); return l.tryAcquire(); }`,
  "the class of what is shared": `export function main() { const t = go(); const l = c.load() === 1 ? new Lock() : new Semaphore(1); t.join(); return l instanceof Lock; }`,
  "the class of a struct": `const A = struct("A", { n: i32 }), B = struct("B", { n: i32 }); export function main() { const t = go(); const s = c.load() === 1 ? new A({ n: 1 }) : new B({ n: 1 }); t.join(); return s instanceof A; }`,
  "the class of a lock of one's own": `class A extends Lock { get() { return 1; } } class B extends Lock { get() { return 2; } } export function main() { const t = go(); const m = c.load() ? new A() : new B(); t.join(); return m.get(); }`,
  "a private field of a lock of one's own": `class A extends Lock { #v = 0; set(v) { this.#v = v; } get() { return this.#v; } } export function main() { const t = go(); const m = new A(); m.set(c.load()); t.join(); return m.get(); }`,
  "a private field of a class itself": `class A { static #x = 0; static set(x) { A.#x = x; } static get() { return A.#x; } } export function main() { const t = go(); A.set(c.load()); t.join(); return A.get(); }`,
  "a private field of a class that another one extends": `const mk = () => { class A { static #n = 0; static set(v) { A.#n = v; } static get() { return A.#n; } } return class extends A {}; }; export function main() { const B = mk(), t = go(); B.set(c.load()); t.join(); return B.get(); }`,
  "what is put on a function": `function f() {} export function main() { const t = go(); f.x = c.load(); t.join(); return f.x; }`,
  "what is put on a class by way of an instance": `class A {} export function main() { const t = go(); new A().constructor.x = c.load(); t.join(); return A.x; }`,
  "what is put on a method": `class A { m() {} } export function main() { const t = go(); A.prototype.m.x = c.load(); t.join(); return A.prototype.m.x; }`,
  "what is put on a prototype": `class A {} export function main() { const t = go(); A.prototype.x = c.load(); t.join(); return new A().x; }`,
  "a method that is exchanged": `class A { get() { return 5; } } export function main() { const t = go(); if (c.load() === 1) A.prototype.get = () => 6; t.join(); return new A().get(); }`,
  "a method that is taken away": `class A { get() { return 5; } } export function main() { const t = go(); if (c.load() === 1) delete A.prototype.get; t.join(); return typeof new A().get; }`,
  "what a prototype inherits from": `class A {} export function main() { const t = go(); Object.setPrototypeOf(A.prototype, { x: c.load() }); t.join(); return new A().x; }`,
  "what instances of a function inherit from": `function F() {} export function main() { const t = go(); F.prototype = { x: c.load() }; t.join(); return new F().x; }`,
  "what is sealed": `export function main() { const t = go(); const w = { x: 1 }; if (c.load() === 1) Object.seal(w); else Object.preventExtensions(w); t.join(); try { delete w.x; } catch {} return w.x ?? 9; }`,
  "what can't be written": `export function main() { const t = go(); const w = {}; Object.defineProperty(w, "x", { value: 1, writable: c.load() === 1, configurable: true, enumerable: true }); t.join(); try { w.x = 2; } catch {} return w.x; }`,
  "what can't be seen": `export function main() { const t = go(); const w = {}; Object.defineProperty(w, "x", { value: 1, enumerable: c.load() === 1 }); t.join(); return Object.keys(w).length; }`,
  "a field that another field's value is made after": `let mine; class A { v = c.load(); w = mine.join(); } export function main() { mine = go(); return new A().v; }`,
};

/** Programs of which two states differ in one thing that is easily left out of what a thread knows. */
export const knownAlike: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(bodies).map(([name, body]) => [name, `${head}${body}`]),
);
