import { Numbers } from "../programs/random-program.ts";

/** Narrow: what a thread has read is used later only, when all shared values are the same whoever came first. */
function narrow(seed: number): string {
  const numbers = new Numbers(seed);
  const between = numbers.pick(
    "b.load();",
    "l.withLock(() => { b.load(); });",
    "if (v >= 0) b.load();",
    "read(b); b.load();",
  );
  const body = (weight: number) =>
    numbers.pick(
      `const v = a.add(1); ${between} c.add(v * ${weight});`,
      `let v = 0; for (const w of [1]) { v = a.add(w); ${between} } c.add(v * ${weight});`,
      `const k = { n: a.add(1) }; const v = 0; ${between} c.add(k.n * ${weight} + v);`,
      `const v = a.add(1); const f = () => v; ${between} c.add(f() * ${weight});`,
      `const w = a.add(1), v = 0; c.add(w * ${weight} + 0 * b.load());`,
      `const w = a.add(1) * ${weight}, v = 0; c.add(first(w, b.load()));`,
      `const w = { n: a.add(1) }, v = 0; c.add(nOf({ w, b: b.load() }.w) * ${weight});`,
      `let v = 0; l.withLock(() => { v = a.add(1); }); ${between} c.add(v * ${weight});`,
      `let v = 0; const set = () => { v = a.add(1); b.load(); }; const both = () => { set(); b.load(); }; both(); ${between} c.add(v * ${weight});`,
    );
  return `
import { Cell } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const a = new Cell(), b = new Cell(), c = new Cell(), l = new Lock();
function read(cell) { return cell.load(); }
function first(one, other) { return one; }
function nOf(object) { return object.n; }
export function t0() { ${body(1)} }
export function t1() { ${body(10)} }
export function main() {
  const threads = [t0, t1].map((target) => new Thread({ target }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return c.load();
}`;
}

/** A random program of two or three threads as text, aimed at what the transform has to say exactly. */
export function randomThreads(seed: number): string {
  if (seed % 5 === 4) return narrow(seed);
  const numbers = new Numbers(seed);
  const pick = (first: string, ...others: readonly string[]): string => numbers.pick(first, ...others);
  const value = (): string => pick("1", "2", "v", "v + 1", "s.x", "s.y", "a.load()", "read(s)", "k.n", "list[0]");
  const statement = (depth: number): string => {
    const inner = () => statement(depth - 1);
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- beside the others
    const simple = () =>
      pick(
        `v = ${value()};`,
        `s.x = ${value()};`,
        `s.y += ${value()};`,
        `v = s.x + read(s);`,
        `v = read(s) + s.x;`,
        `if (v > 1) a.add(2); else v = a.add(1);`,
        `v = a.exchange(${value()});`,
        `k.n += ${value()};`,
        `list[0] = ${value()};`,
        `bump(${value()});`,
        `s.x++;`,
        `q.put(${value()});`,
        `{ const got = q.tryGet(); v = got ? got.value : 9; }`,
      );
    if (depth <= 0) return simple();
    return numbers.pick<() => string>(
      simple,
      simple,
      () => `l.acquire(); try { ${inner()} } finally { l.release(); }`,
      () => `l.withLock(() => { ${inner()} });`,
      () => `{ using held = m.hold(); ${inner()} }`,
      () => `if (l.tryAcquire()) { ${inner()} l.release(); }`,
      () => `if (l.tryAcquireFor(5)) { ${inner()} l.release(); }`,
      () => `for (const w of [1, ${value()}]) { v += w; ${inner()} }`,
      () => `[1, 2].forEach((w) => { v += w; ${inner()} });`,
      () => `v = [${value()}, ${value()}].reduce((p, q) => p + q + ${pick("0", "s.x")}, 0);`,
      () => `try { ${inner()} if (v > 2) throw new Error("e"); ${simple()} } catch { ${simple()} }`,
      () => `v = ((f) => f() + f())(() => ${value()});`,
      () => `{ const { x: d, y = 1 } = s; v = d + y; }`,
      () => `switch (${value()}) { case 1: ${simple()} break; case ${value()}: ${simple()} default: v = 3; }`,
    )();
  };
  const sleepers = (who: number): string =>
    pick(
      `l.acquire(); b.store(${who + 1}); c.wait(); l.release(); a.exchange(${who + 5});`,
      `l.acquire(); b.add(1); while (b.load() < 2) c.wait(); l.release(); s.y = ${who};`,
      `l.acquire(); b.add(1); c.notifyAll(); l.release();`,
      `l.acquire(); c.notify(); l.release(); v = b.load();`,
      `e.wait(); v = s.x;`,
      `s.x = ${who}; e.set();`,
      `sem.acquire(); s.x += 1; sem.release();`,
      `if (e.isSet) v = 9; else e.set();`,
    );
  const alike = numbers.below(3) === 0;
  const size = 2 + (numbers.below(3) === 0 ? 1 : 0);
  const bodies = Array.from({ length: size }, (_unused, who) => {
    const lines = Array.from({ length: size === 2 ? 2 : 1 }, () =>
      numbers.below(4) === 0 ? sleepers(who) : statement(2),
    );
    return `export function t${who}(s, a, b, l, m, c, e, sem, q) { let v = 0; const k = { n: 1 }; const list = [0]; const bump = (n) => { v += n; s.y = v; return v; }; ${lines.join("\n")} a.add(v > 3 ? 10 : v + k.n + list[0]); }`;
  });
  const targets = Array.from({ length: size }, (_unused, who) => (alike ? "t0" : `t${who}`));
  return `
import { Cell, f64, struct } from "@lockstep/memory";
import { SimpleQueue } from "@lockstep/queue";
import { Condition, Event, Lock, Semaphore } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const S = struct("S", { x: f64, y: f64 });
function read(s) { const t = s.x; return t * 2; }
${bodies.join("\n")}
export function main() {
  const s = new S({ x: 0, y: 0 }), a = new Cell(0, { name: "a" }), b = new Cell(0, { name: "b" });
  const l = new Lock({ name: "l" }), m = new Lock({ name: "m" }), c = new Condition(l), e = new Event(), sem = new Semaphore(1), q = new SimpleQueue();
  const threads = [${targets.join(", ")}].map((target) => new Thread({ target, args: [s, a, b, l, m, c, e, sem, q] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return [s.x, s.y, a.load(), b.load()];
}`;
}
