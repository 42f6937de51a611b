import { type CorpusProgram, pipes, is, wrong, counter, box, line, pool } from "./corpus-program.ts";

/** Programs that are wrong: each must be found, with its kind. */
export const wrongPrograms: Readonly<Record<string, CorpusProgram>> = {
  "a queue that is looked at before": wrong(
    ["lost-wake-up"],
    line("if (!q.empty) eat(q.get());", "q.put(1);", "new Queue(1)", 2).replace("[new Thread", "[new Thread"),
    is(1, 0),
  ),
  "a consumer that gives up": wrong(
    ["invariant"],
    line(
      "for (let i = 0; i < 3; i++) { try { eat(q.getFor(5)); } catch (error) { if (!(error instanceof EmptyError)) throw error; } }",
      "q.put(1); q.put(2); q.put(3);",
      "new SimpleQueue()",
    ),
    is(6),
  ),
  "one end for two consumers": wrong(
    ["lost-wake-up"],
    line("for (let n = q.get(); n !== 0; n = q.get()) eat(n);", "q.put(1); q.put(0);", "new SimpleQueue()", 2),
    is(1),
  ),
  "taskDone forgotten": wrong(
    ["lost-wake-up"],
    line("eat(q.get());", "q.put(1); q.join();", "new JoinableQueue()"),
    is(1),
  ),
  "more items than are taken": wrong(["lost-wake-up"], line("eat(q.get());"), is(6)),
  "put after the shutdown": wrong(["uncaught-error"], line("q.shutdown();", "q.put(1);", "new SimpleQueue()")),
  "an item that is still written to": wrong(
    ["race"],
    `${pipes}
const B = struct("B", { n: i32 }), q = new SimpleQueue();
export function send() { const b = new B({}); q.put(b); b.n = 1; }
export function main() { const t = new Thread({ target: send }); t.start(); const { n } = q.get(); t.join(); return n >= 0; }`,
  ),
  "tasks of one pool that add": wrong(
    ["invariant"],
    pool(
      "export function add() { sum.store(sum.load() + 1); }",
      "const p = new ThreadPoolExecutor({ maxWorkers: 2 }); p.submit(add); p.submit(add); p.shutdown(); return sum.load();",
    ),
    is(2),
  ),
  "a task that waits for one behind it": wrong(
    ["lost-wake-up"],
    pool(
      "export function first() { door.wait(); }\nexport function second() { door.set(); }",
      "const p = new ThreadPoolExecutor({ maxWorkers: 1 }); p.submit(first); p.submit(second); p.shutdown();",
    ),
  ),
  "a result that is waited for too shortly": wrong(
    ["uncaught-error"],
    pool(
      "export function slow() { return 1; }",
      "using p = new ThreadPoolExecutor({ maxWorkers: 1 }); return p.submit(slow).result(10);",
    ),
  ),
  "callbacks in the order of submission": wrong(
    ["invariant"],
    pool(
      "export function same(n) { return n; }",
      "const order = []; const p = new ThreadPoolExecutor({ maxWorkers: 2 }); for (const n of [1, 2]) p.submit(same, n).addDoneCallback((f) => order.push(f.result())); p.shutdown(); return order;",
    ),
    is([1, 2]),
  ),
  "lost update": wrong(["invariant"], counter("s.n = s.n + 1;"), is(2)),
  "lost update by ++": wrong(["invariant"], counter("s.n++;"), is(2)),
  "lock too small": wrong(
    ["invariant"],
    counter("const n = s.lock.withLock(() => s.n); s.lock.withLock(() => { s.n = n + 1; });"),
    is(2),
  ),
  "lock of one's own": wrong(
    ["invariant"],
    counter("const mine = new Lock(); mine.withLock(() => { s.n++; });"),
    is(2),
  ),
  "a race though the numbers fit": wrong(["race"], counter("s.n = 2;"), is(2)),
  "goes on without the lock": wrong(
    ["invariant"],
    counter("const mine = s.lock.tryAcquire(); s.n++; if (mine) s.lock.release();"),
    is(2),
  ),
  "gives up after a time": wrong(
    ["invariant"],
    counter("if (s.lock.tryAcquireFor(10)) { s.n++; s.lock.release(); }"),
    is(2),
  ),
  "release forgotten": wrong(["lock-held"], counter("s.lock.acquire(); s.n++;"), is(2)),
  "release forgotten on one path": wrong(
    ["lock-held"],
    counter("s.lock.acquire(); if (s.n > 0) return; s.n++; s.lock.release();"),
  ),
  "release forgotten on error": wrong(
    ["lock-held"],
    counter("s.lock.acquire(); try { if (s.n === 1) throw new Error('x'); s.n++; s.lock.release(); } catch {}"),
  ),
  "acquired twice": wrong(["deadlock"], counter("s.lock.acquire(); s.lock.acquire(); s.n++; s.lock.release();")),
  "released twice": wrong(["uncaught-error"], counter("s.lock.acquire(); s.n++; s.lock.release(); s.lock.release();")),
  "two locks in opposite order": wrong(
    ["deadlock"],
    `
const a = new Lock({ name: "a" }), b = new Lock({ name: "b" });
export function one() { a.withLock(() => b.withLock(() => {})); }
export function two() { b.withLock(() => a.withLock(() => {})); }
export function main() { go([new Thread({ target: one }), new Thread({ target: two })]); }`,
  ),
  "three philosophers": wrong(
    ["deadlock"],
    `
const forks = [0, 1, 2].map((i) => new Lock({ name: "fork" + i }));
export function dine(i) { using l = forks[i].hold(); using r = forks[(i + 1) % 3].hold(); }
export function main() { go(times(3, dine)); }`,
  ),
  "waits for each other's end": wrong(
    ["deadlock"],
    `
const e = new Event(), f = new Event(), l = new Lock();
export function one() { l.acquire(); e.wait(); l.release(); }
export function two() { l.acquire(); e.set(); l.release(); }
export function main() { go([new Thread({ target: one }), new Thread({ target: two })]); }`,
  ),
  "notify before wait": wrong(["lost-wake-up"], box("b.lock.withLock(() => { changed.wait(); b.got = 1; });")),
  "looks in one section and waits in another": wrong(
    ["lost-wake-up"],
    box("if (!b.lock.withLock(() => b.full)) b.lock.withLock(() => { changed.wait(); });"),
  ),
  "never notified": wrong(["lost-wake-up"], box("b.lock.withLock(() => { while (!b.full) changed.wait(); });", false)),
  "if for while": wrong(
    ["invariant"],
    box("b.lock.withLock(() => { if (!b.full) changed.wait(); b.got = b.full ? 1 : 2; });"),
    is(1),
    1,
  ),
  "notify without the lock": wrong(
    ["uncaught-error"],
    `
const l = new Lock(), c = new Condition(l);
export function one() { c.notify(); }
export function main() { go(times(1, one)); }`,
  ),
  "one notify for two": wrong(
    ["lost-wake-up"],
    `
const G = struct("G", { open: bool, lock: Lock }); const g = new G({}); const c = new Condition(g.lock);
export function wait() { g.lock.withLock(() => { while (!g.open) c.wait(); }); }
export function open() { g.lock.withLock(() => { g.open = true; c.notify(); }); }
export function main() { go([...times(2, wait), new Thread({ target: open })]); }`,
  ),
  "event never set": wrong(
    ["lost-wake-up"],
    `
const e = new Event(); export function w() { e.wait(); } export function main() { go(times(1, w)); }`,
  ),
  "event cleared too early": wrong(
    ["lost-wake-up"],
    `
const e = new Event(); export function w() { e.wait(); } export function s() { e.set(); e.clear(); }
export function main() { go([new Thread({ target: w }), new Thread({ target: s })]); }`,
  ),
  "barrier for one too many": wrong(
    ["lost-wake-up"],
    `
const b = new Barrier(3); export function w() { b.wait(); } export function main() { go(times(2, w)); }`,
  ),
  "barrier given up": wrong(
    ["uncaught-error"],
    `
const b = new Barrier(2); export function w() { b.wait(5); } export function main() { go(times(2, w)); }`,
  ),
  "latch counted too seldom": wrong(
    ["lost-wake-up"],
    `
const l = new Latch(3); export function w() { l.countDown(); } export function main() { go(times(2, w)); l.wait(); }`,
  ),
  "semaphore of two for one": wrong(
    ["invariant"],
    `
const S = struct("S", { n: i32 }); const sem = new Semaphore(2);
export function add(s) { sem.withPermit(() => { s.n++; }); }
export function main() { const s = new S({}); go(times(2, add, s)); return s.n; }`,
    is(2),
  ),
  "permits in two steps": wrong(
    ["deadlock"],
    `
const sem = new Semaphore(2); export function both() { sem.acquire(); sem.acquire(); sem.release(2); } export function main() { go(times(2, both)); }`,
  ),
  "bounded semaphore released too often": wrong(
    ["uncaught-error"],
    `
const sem = new BoundedSemaphore(1); export function r() { sem.release(); } export function main() { go(times(1, r)); }`,
  ),
  "reader writes": wrong(
    ["invariant"],
    `
const S = struct("S", { n: i32 }); const rw = new RWLock();
export function add(s) { rw.read.withLock(() => { s.n++; }); }
export function main() { const s = new S({}); go(times(2, add, s)); return s.n; }`,
    is(2),
  ),
  "reader becomes writer": wrong(
    ["deadlock"],
    `
const rw = new RWLock(); export function up() { rw.read.acquire(); rw.write.acquire(); rw.write.release(); rw.read.release(); } export function main() { go(times(2, up)); }`,
  ),
  "print in order by sleeping": wrong(
    ["invariant"],
    `
export function print(p, i) { sleep(10 * (i + 1)); p.cell.store(p.cell.load() * 10 + i + 1); }
export function main() { const p = { cell: new Cell() }; go(times(2, print, p)); return p.cell.load(); }`,
    is(12),
  ),
  "foobar with a lost wake-up": wrong(
    ["lost-wake-up"],
    `
const T = struct("T", { turn: i32, lock: Lock }); const t = new T({}); const c = new Condition(t.lock);
function print(mine, other) { for (let i = 0; i < 2; i++) t.lock.withLock(() => { while (t.turn !== mine) c.wait(); t.turn = other; if (mine === 0) c.notify(); }); }
export function foo() { print(0, 1); } export function bar() { print(1, 0); }
export function main() { go([new Thread({ target: foo }), new Thread({ target: bar })]); }`,
  ),
  "busy wait for nobody": wrong(
    ["livelock"],
    `
const c = new Cell(); export function w() { while (c.load() === 0) {} } export function main() { go(times(1, w)); }`,
  ),
  "both step back for ever": wrong(
    ["livelock"],
    `
const a = new Lock({ name: "a" }), b = new Lock({ name: "b" });
function polite(mine, other) { for (;;) { mine.acquire(); if (other.tryAcquire()) { other.release(); mine.release(); return; } mine.release(); } }
export function one() { polite(a, b); } export function two() { polite(b, a); }
export function main() { go([new Thread({ target: one }), new Thread({ target: two })]); }`,
  ),
  "starved by two who never leave": wrong(
    ["starvation", "livelock"],
    `
const sem = new Semaphore(1), done = new Cell();
export function greedy() { while (done.load() === 0) { sem.acquire(); done.load(); sem.release(); } }
export function hungry() { sem.acquire(); done.store(1); sem.release(); }
export function main() { go([...times(1, greedy), new Thread({ target: hungry })]); }`,
  ),
  "a thread is left behind": wrong(
    ["leaked-thread"],
    `
const e = new Event(); export function w() { e.wait(); } export function main() { new Thread({ target: w }).start(); return 1; }`,
  ),
  "an error nobody catches": wrong(
    ["uncaught-error"],
    `
const c = new Cell(); export function close() { c.store(1); } export function enter() { if (c.load()) throw new Error("closed"); }
export function main() { go([new Thread({ target: close }), new Thread({ target: enter })]); }`,
  ),
  "turns without a step": wrong(
    ["step-limit"],
    `
export function w() { for (let i = 0; ; i++) if (i < 0) break; } export function main() { go(times(1, w)); }`,
  ),
  "unsafe publication": wrong(
    ["race"],
    `
const S = struct("S", { ready: bool, value: i32 });
export function put(s) { s.value = 7; s.ready = true; } export function get(s) { return s.ready ? s.value : 7; }
export function main() { const s = new S({}); go([...times(1, put, s), ...times(1, get, s)]); }`,
  ),
  "list filled by index and length": wrong(
    ["invariant", "race"],
    `
const L = struct("L", { size: i32 }); const list = { s: new L({}), row: new I32Array(2) };
export function push(i) { list.row.set(list.s.size, i + 1); list.s.size++; }
export function main() { go(times(2, push)); return list.s.size; }`,
    is(2),
  ),
  "checked with an atomic, changed with another": wrong(
    ["invariant"],
    `
const left = new Cell(1), sold = new Cell();
export function buy() { if (left.load() > 0) { left.add(-1); sold.add(1); } }
export function main() { go(times(2, buy)); return sold.load(); }`,
    is(0, 1),
  ),
  "compare and exchange without a loop": wrong(
    ["invariant"],
    `
const n = new Cell(); export function add() { const v = n.load(); n.compareExchange(v, v + 1); }
export function main() { go(times(2, add)); return n.load(); }`,
    is(2),
  ),
};
