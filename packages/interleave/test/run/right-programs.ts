import { type CorpusProgram, pipes, is, right, counter, box, line, pool, ring } from "./corpus-program.ts";

/** Programs that are right: each must be proved for its size. */
export const rightPrograms: Readonly<Record<string, CorpusProgram>> = {
  "a queue between two": right(line("for (let i = 0; i < 3; i++) eat(q.get());"), is(6)),
  "a queue that is shut down": right(
    line(
      "for (;;) { try { eat(q.get()); } catch (error) { if (error instanceof ShutDownError) return; throw error; } }",
      "q.put(1); q.put(2); q.shutdown();",
      "new Queue(1)",
      2,
    ),
    is(3),
  ),
  "an end for each consumer": right(
    line(
      "for (let n = q.get(); n !== 0; n = q.get()) eat(n);",
      "q.put(1); q.put(2); q.put(0); q.put(0);",
      "new SimpleQueue()",
      2,
    ),
    is(3),
  ),
  "all tasks are done": right(
    `${pipes}
const q = new JoinableQueue(), done = new Cell();
export function cook() { for (;;) { q.get(); done.add(1); q.taskDone(); } }
export function main() { const t = new Thread({ target: cook, daemon: true }); t.start(); q.put(1); q.put(2); q.join(); return done.load(); }`,
    is(2),
  ),
  "the most urgent first": right(
    `${pipes}
const p = new PriorityQueue(), l = new LifoQueue();
export function main() { for (const n of [2, 1, 3]) { p.put([n, "x"]); l.put(n); } return [p.get(), p.get(), l.get(), l.tryGet(), l.qsize]; }`,
    is([[1, "x"], [2, "x"], 3, { value: 1 }, 1]),
  ),
  "an item that is handed over": right(
    `${pipes}
const B = struct("B", { n: i32 }), q = new SimpleQueue();
export function send() { const b = new B({}); b.n = 7; q.put(b); }
export function main() { const t = new Thread({ target: send }); t.start(); const { n } = q.get(); t.join(); return n; }`,
    is(7),
  ),
  "a pool": right(
    pool(
      "export function square(n) { return n * n; }",
      "using p = new ThreadPoolExecutor({ maxWorkers: 2 }); const [a, b] = [2, 3].map((n) => p.submit(square, n)); return a.result() + b.result();",
    ),
    is(13),
  ),
  "results in the order of items": right(
    pool(
      "export function square(n) { return n * n; }",
      "using p = new ThreadPoolExecutor({ maxWorkers: 2 }); return [...p.map(square, [[1, 2]])];",
    ),
    is([1, 4]),
  ),
  "a task that throws": right(
    pool(
      "export function fail() { throw new RangeError('no'); }",
      "using p = new ThreadPoolExecutor({ maxWorkers: 1 }); const error = p.submit(fail).exception(); return [error instanceof RangeError, error.message];",
    ),
    is([true, "no"]),
  ),
  "a task that may be cancelled": right(
    pool(
      "export function one() { sum.add(1); }",
      "const p = new ThreadPoolExecutor({ maxWorkers: 1 }); const f = p.submit(one); const isCancelled = f.cancel(); p.shutdown(); return [isCancelled, f.state, sum.load()];",
    ),
    is([true, "cancelled", 0], [false, "finished", 1]),
  ),
  "a pool that breaks": right(
    pool(
      "export function fail() { throw new Error('no'); }\nexport function one() { return 1; }",
      "const p = new ThreadPoolExecutor({ maxWorkers: 1, initializer: fail }); const f = p.submit(one); try { f.result(); } catch (error) { p.shutdown(); return error.name; }",
    ),
    is("BrokenThreadPoolError"),
  ),
  "the first of two": right(
    pool(
      "export function same(n) { return n; }",
      "using p = new ThreadPoolExecutor({ maxWorkers: 2 }); const { done } = wait([1, 2].map((n) => p.submit(same, n)), { returnWhen: 'first-completed' }); return done.size >= 1;",
    ),
    is(true),
  ),
  "a future by hand": right(
    pool(
      "",
      "const f = new Future(); const seen = []; f.addDoneCallback((it) => seen.push(it.result())); f.setResult(3); return [f.done, ...seen];",
    ),
    is([true, 3]),
  ),
  "with a lock": right(counter("s.lock.withLock(() => { s.n++; });"), is(2)),
  "with finally": right(counter("s.lock.acquire(); try { s.n++; } finally { s.lock.release(); }"), is(2)),
  "with using": right(counter("using held = s.lock.hold(); s.n++;"), is(2)),
  "tries until it has it": right(counter("while (!s.lock.tryAcquire()) {} s.n++; s.lock.release();"), is(2)),
  "waits for a time, again and again": right(
    counter("while (!s.lock.tryAcquireFor(5)) {} s.n++; s.lock.release();"),
    is(2),
  ),
  "released on error": right(
    counter("try { s.lock.withLock(() => { s.n++; throw new Error('x'); }); } catch {}"),
    is(2),
  ),
  "each its own cell": right(
    `
const row = new I32Array(2); export function add(i) { row.set(i, row.get(i) + 1); } export function main() { go(times(2, add)); return row.toArray(); }`,
    is([1, 1]),
  ),
  "an atomic counter": right(
    `const n = new Cell(); export function add() { n.add(1); } export function main() { go(times(3, add)); return n.load(); }`,
    is(3),
  ),
  "compare and exchange in a loop": right(
    `
const n = new Cell(); export function add() { for (;;) { const v = n.load(); if (n.compareExchange(v, v + 1) === v) return; } }
export function main() { go(times(2, add)); return n.load(); }`,
    is(2),
  ),
  "three philosophers with ordered forks": right(`
const forks = [0, 1, 2].map((i) => new Lock({ name: "fork" + i }));
export function dine(i) { const [a, b] = [i, (i + 1) % 3].sort((x, y) => x - y); using l = forks[a].hold(); using r = forks[b].hold(); }
export function main() { go(times(3, dine)); }`),
  "a waiter for two of three": right(`
const forks = [0, 1, 2].map((i) => new Lock({ name: "fork" + i })), waiter = new Semaphore(2);
export function dine(i) { waiter.withPermit(() => { using l = forks[i].hold(); using r = forks[(i + 1) % 3].hold(); }); }
export function main() { go(times(3, dine)); }`),
  "a nested lock": right(
    `
const L = struct("L", { n: i32, lock: RLock });
function inner(l) { l.lock.withLock(() => { l.n++; }); } export function outer(l) { l.lock.withLock(() => { inner(l); inner(l); }); }
export function main() { const l = new L({}); go(times(2, outer, l)); return l.n; }`,
    is(4),
  ),
  "while around a wait": right(box("b.lock.withLock(() => { while (!b.full) changed.wait(); b.got = 1; });"), is(1), 1),
  waitFor: right(box("b.lock.withLock(() => { changed.waitFor(() => b.full); b.got = 1; });"), is(1), 1),
  "notifyAll for two": right(`
const G = struct("G", { open: bool, lock: Lock }); const g = new G({}); const c = new Condition(g.lock);
export function wait() { g.lock.withLock(() => { while (!g.open) c.wait(); }); }
export function open() { g.lock.withLock(() => { g.open = true; c.notifyAll(); }); }
export function main() { go([...times(2, wait), new Thread({ target: open })]); }`),
  "an event": right(
    `
const S = struct("S", { v: i32 }); const s = new S({}), e = new Event();
export function put() { s.v = 7; e.set(); } export function get() { e.wait(); return s.v; }
export function main() { const t = new Thread({ target: get }); go([new Thread({ target: put }), t]); return t.result(); }`,
    is(7),
  ),
  "an event for two": right(
    `const e = new Event(); export function w() { e.wait(); } export function s() { e.set(); } export function main() { go([...times(2, w), new Thread({ target: s })]); }`,
  ),
  "a barrier": right(
    `
const row = new I32Array(2), b = new Barrier(2); export function w(i) { row.set(i, i + 1); b.wait(); return row.get(1 - i); }
export function main() { const t = times(2, w); go(t); return t.map((x) => x.result()); }`,
    is([2, 1]),
  ),
  "a barrier used twice": right(
    `const b = new Barrier(2); export function w() { b.wait(); b.wait(); } export function main() { go(times(2, w)); return b.broken; }`,
    is(false),
  ),
  "a barrier with an action": right(
    `
const n = new Cell(); const b = new Barrier(2, { action: () => { n.add(1); } }); export function w() { b.wait(); return n.load(); }
export function main() { const t = times(2, w); go(t); return t.map((x) => x.result()); }`,
    is([1, 1]),
  ),
  "a latch": right(
    `const l = new Latch(2), n = new Cell(); export function w() { n.add(1); l.countDown(); } export function main() { const t = times(2, w); for (const x of t) x.start(); l.wait(); const seen = n.load(); for (const x of t) x.join(); return seen; }`,
    is(2),
  ),
  once: right(
    `const o = new Once(), n = new Cell(); export function w() { o.run(() => { n.add(1); }); return n.load(); } export function main() { const t = times(2, w); go(t); return t.map((x) => x.result()); }`,
    is([1, 1]),
  ),
  "once that fails first": right(
    `
const o = new Once(), n = new Cell(); export function w() { try { o.run(() => { if (n.add(1) === 0) throw new Error("first"); }); } catch {} } export function main() { go(times(2, w)); return n.load(); }`,
    is(2),
  ),
  "a semaphore as a signal": right(
    `
const S = struct("S", { v: i32 }); const s = new S({}), sem = new Semaphore(0);
export function put() { s.v = 3; sem.release(); } export function get() { sem.acquire(); return s.v; }
export function main() { const t = new Thread({ target: get }); go([new Thread({ target: put }), t]); return t.result(); }`,
    is(3),
  ),
  "permits all at once": right(
    `const sem = new Semaphore(2); export function both() { sem.acquire(2); sem.release(2); } export function main() { go(times(2, both)); return sem.value; }`,
    is(2),
  ),
  "readers and a writer": right(
    `
const S = struct("S", { a: i32, b: i32 }); const s = new S({}), rw = new RWLock();
export function write() { rw.write.withLock(() => { s.a++; s.b++; }); } export function read() { return rw.read.withLock(() => s.a === s.b); }
export function main() { const t = times(2, read); go([new Thread({ target: write }), ...t]); return t.every((x) => x.result()); }`,
    is(true),
  ),
  "print in order by events": right(
    `
const first = new Event(), p = new Cell(); export function one() { p.store(1); first.set(); } export function two() { first.wait(); p.store(p.load() * 10 + 2); }
export function main() { go([new Thread({ target: two }), new Thread({ target: one })]); return p.load(); }`,
    is(12),
  ),
  foobar: right(
    `
const T = struct("T", { turn: i32, lock: Lock }); const t = new T({}); const c = new Condition(t.lock); const out = new Cell();
function print(mine, other) { for (let i = 0; i < 2; i++) t.lock.withLock(() => { while (t.turn !== mine) c.wait(); out.store(out.load() * 10 + mine + 1); t.turn = other; c.notifyAll(); }); }
export function foo() { print(0, 1); } export function bar() { print(1, 0); }
export function main() { go([new Thread({ target: foo }), new Thread({ target: bar })]); return out.load(); }`,
    is(1212),
  ),
  "busy wait for somebody": right(`
const c = new Cell(); export function w() { while (c.load() === 0) {} } export function s() { c.store(1); } export function main() { go([new Thread({ target: w }), new Thread({ target: s })]); }`),
  peterson: right(
    `
const want = [new Cell(), new Cell()], turn = new Cell(); const S = struct("S", { n: i32 }); const s = new S({});
export function enter(i) { want[i].store(1); turn.store(1 - i); while (want[1 - i].load() === 1 && turn.load() === 1 - i) {} s.n++; want[i].store(0); }
export function main() { go(times(2, enter)); return s.n; }`,
    is(2),
  ),
  "a spin lock": right(
    `
const word = new Cell(); const S = struct("S", { n: i32 }); const s = new S({});
export function add() { while (word.exchange(1) === 1) {} s.n++; word.store(0); } export function main() { go(times(2, add)); return s.n; }`,
    is(2),
  ),
  "a mutex of a futex": right(
    `
const word = new Cell(); const S = struct("S", { n: i32 }); const s = new S({});
function lock() { let v = word.compareExchange(0, 1); if (v === 0) return; if (v !== 2) v = word.exchange(2); while (v !== 0) { word.park(2); v = word.exchange(2); } }
function unlock() { if (word.exchange(0) === 2) word.unpark(1); }
export function add() { lock(); s.n++; unlock(); } export function main() { go(times(2, add)); return s.n; }`,
    is(2),
    1,
  ),
  "a queue of two": right(
    `${ring}
export function producer() { for (let i = 1; i <= 3; i++) put(i); } export function consumer() { for (let i = 0; i < 3; i++) total.add(get()); }
export function main() { go([new Thread({ target: producer }), new Thread({ target: consumer })]); return total.load(); }`,
    is(6),
  ),
  "a queue with two consumers": right(
    `${ring}
export function producer() { for (const v of [1, 2, 0, 0]) put(v); } export function consumer() { for (let v = get(); v !== 0; v = get()) total.add(v); }
export function main() { go([new Thread({ target: producer }), ...times(2, consumer)]); return total.load(); }`,
    is(3),
  ),
  "a class with a lock": right(
    `
class Account { #lock = new Lock(); constructor(start) { this.money = new Cell(start); } deposit(n) { this.#lock.withLock(() => { this.money.store(this.money.load() + n); }); } get balance() { return this.money.load(); } }
const account = new Account(10); export function work(n) { account.deposit(n + 1); } export function main() { go(times(2, work)); return account.balance; }`,
    is(13),
  ),
  "closures over a lock": right(
    `
const S = struct("S", { n: i32 }); const s = new S({}); function guarded(lock) { return (f) => { lock.acquire(); try { return f(); } finally { lock.release(); } }; }
const inside = guarded(new Lock()); export function add() { inside(() => { s.n += 1; }); } export function main() { go(times(2, add)); return s.n; }`,
    is(2),
  ),
  "text under a lock": right(
    `
const l = new Lock(), text = new Text(20); export function say(i) { l.withLock(() => { text.set((text.get() ?? "") + i); }); } export function main() { go(times(2, say)); return text.get().length; }`,
    is(2),
  ),
  "json under a lock": right(
    `
const l = new Lock(), all = new Json(100); export function say(i) { l.withLock(() => { const list = all.get() ?? []; list.push(i); all.set(list); }); } export function main() { go(times(2, say)); return all.get().toSorted(); }`,
    is([0, 1]),
  ),
  "module variables are each thread's own": right(
    `let n = 0; export function add() { n++; return n; } export function main() { const t = times(2, add); go(t); return [n, ...t.map((x) => x.result())]; }`,
    is([0, 1, 1]),
  ),
  "a daemon may wait for ever": right(
    `const e = new Event(); export function w() { e.wait(); } export function main() { new Thread({ target: w, daemon: true }).start(); return 1; }`,
    is(1),
  ),
  "threads that start threads": right(
    `const n = new Cell(); export function leaf() { n.add(1); } export function branch() { go(times(2, leaf)); } export function main() { go(times(2, branch)); return n.load(); }`,
    is(4),
  ),
};
