/** The programs whose proof is promised, in three other styles that students write in. */
import type { Proof } from "./proofs.ts";

const head = `
import { Cell, I32Array, i32, struct } from "@lockstep/memory";
import { Condition, Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
function go(threads) { for (const thread of threads) thread.start(); for (const thread of threads) thread.join(); }
function times(n, target) { return Array.from({ length: n }, (_v, i) => new Thread({ target, args: [i] })); }
`;

const is = (wanted: unknown) => (result: unknown) => JSON.stringify(result) === JSON.stringify(wanted);

/** How a critical section is written: as a method of a class around the lock, as a closure over it, or with try … finally. */
const styles = {
  classes: {
    prelude: `class Guard { #lock; constructor(lock) { this.#lock = lock; } run(body) { this.#lock.acquire(); const result = body(); this.#lock.release(); return result; } }`,
    make: (lock: string) => `new Guard(${lock})`,
    use: (guard: string, body: string) => `${guard}.run(() => { ${body} });`,
  },
  closures: {
    prelude: `const guarded = (lock) => (body) => { lock.acquire(); const result = body(); lock.release(); return result; };`,
    make: (lock: string) => `guarded(${lock})`,
    use: (guard: string, body: string) => `${guard}(() => { ${body} });`,
  },
  "try and finally": {
    prelude: "",
    make: (lock: string) => lock,
    use: (guard: string, body: string) => `${guard}.acquire(); try { ${body} } finally { ${guard}.release(); }`,
  },
};
type Style = (typeof styles)[keyof typeof styles];

const bank = ({ prelude, make, use }: Style): Proof => ({
  text: `${head}${prelude}
const Account = struct("Account", { money: i32, lock: Lock });
const accounts = [0, 1, 2, 3].map(() => new Account({ money: 100 }));
const guards = accounts.map((account) => ${make("account.lock")});
function transfer(from, to, sum) {
  const first = guards[Math.min(from, to)], second = guards[Math.max(from, to)];
  ${use("first", use("second", "accounts[from].money -= sum; accounts[to].money += sum;"))}
}
export function clerk(i) { transfer(i, (i + 1) % 4, 10 + i); transfer((i + 2) % 4, i, 3 + i); }
export function main() { go(times(4, clerk)); return accounts.reduce((sum, account) => sum + account.money, 0); }`,
  holds: is(400),
});

const readersWriters = ({ prelude, make, use }: Style): Proof => ({
  text: `${head}${prelude}
const S = struct("S", { readers: i32, writing: i32, a: i32, b: i32, lock: Lock });
const s = new S({}), changed = new Condition(s.lock), bad = new Cell(), room = ${make("s.lock")};
export function reader() {
  ${use("room", "while (s.writing) changed.wait(); s.readers++;")}
  if (s.a !== s.b) bad.store(1);
  ${use("room", "s.readers--; if (s.readers === 0) changed.notifyAll();")}
}
export function writer() {
  ${use("room", "while (s.writing || s.readers > 0) changed.wait(); s.writing = 1;")}
  s.a++; s.b++;
  ${use("room", "s.writing = 0; changed.notifyAll();")}
}
export function main() { go([...times(2, reader), ...times(2, writer)]); return [bad.load(), s.a]; }`,
  holds: is([0, 2]),
});

const philosophers = ({ prelude, make, use }: Style): Proof => ({
  text: `${head}${prelude}
const forks = [0, 1, 2, 3, 4].map((i) => ${make('new Lock({ name: "fork" + i })')}), eaten = new I32Array(5);
export function dine(i) {
  const left = forks[Math.min(i, (i + 1) % 5)], right = forks[Math.max(i, (i + 1) % 5)];
  for (let meal = 0; meal < 2; meal++) { ${use("left", use("right", "eaten.set(i, eaten.get(i) + 1);"))} }
}
export function main() { go(times(5, dine)); return eaten.toArray(); }`,
  holds: is([2, 2, 2, 2, 2]),
});

const pool = ({ prelude, make, use }: Style): Proof => ({
  text: `${head}${prelude}
const Q = struct("Q", { head: i32, size: i32, lock: Lock }), Sum = struct("Sum", { total: i32, lock: Lock });
const q = new Q({}), sum = new Sum({}), row = new I32Array(2), notEmpty = new Condition(q.lock), notFull = new Condition(q.lock);
const queue = ${make("q.lock")}, total = ${make("sum.lock")};
function put(value) { ${use("queue", "while (q.size === 2) notFull.wait(); row.set((q.head + q.size) % 2, value); q.size++; notEmpty.notify();")} }
function take() { let value = 0; ${use("queue", "while (q.size === 0) notEmpty.wait(); value = row.get(q.head); q.head = (q.head + 1) % 2; q.size--; notFull.notify();")} return value; }
export function producer() { for (const value of [1, 2, 3, 4, 0, 0, 0]) put(value); }
export function consumer() { for (let value = take(); value !== 0; value = take()) { ${use("total", "sum.total += value;")} } }
export function main() { go([...times(1, producer), ...times(3, consumer)]); return sum.total; }`,
  holds: is(10),
});

const mutex: Readonly<Record<keyof typeof styles, string>> = {
  classes: `class Mutex { #word = new Cell(); acquire() { let seen = this.#word.compareExchange(0, 1); if (seen === 0) return; if (seen !== 2) seen = this.#word.exchange(2); while (seen !== 0) { this.#word.park(2); seen = this.#word.exchange(2); } } release() { if (this.#word.exchange(0) === 2) this.#word.unpark(1); } }
const m = new Mutex(); export function add() { m.acquire(); s.n++; m.release(); }`,
  closures: `function mutex(word) { const acquire = () => { let seen = word.compareExchange(0, 1); if (seen === 0) return; if (seen !== 2) seen = word.exchange(2); while (seen !== 0) { word.park(2); seen = word.exchange(2); } }; const release = () => { if (word.exchange(0) === 2) word.unpark(1); }; return (body) => { acquire(); body(); release(); }; }
const inside = mutex(new Cell()); export function add() { inside(() => { s.n++; }); }`,
  "try and finally": `const word = new Cell();
export function add() { try { let seen = word.compareExchange(0, 1); if (seen !== 0) { if (seen !== 2) seen = word.exchange(2); while (seen !== 0) { word.park(2); seen = word.exchange(2); } } try { s.n++; } finally { s.n += 0; } } finally { if (word.exchange(0) === 2) word.unpark(1); } }`,
};

export const styledProofs: Readonly<Record<string, Proof>> = {
  ...Object.fromEntries(
    Object.entries(styles).flatMap(([name, style]) => [
      [`bank, ${name}`, bank(style)],
      [`readers and writers, ${name}`, readersWriters(style)],
      [`philosophers, ${name}`, philosophers(style)],
      [`pool, ${name}`, pool(style)],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(mutex).map(([name, text]) => [
      `futex mutex, ${name}`,
      {
        text: `${head}const S = struct("S", { n: i32 }), s = new S({});\n${text}\nexport function main() { go(times(3, add)); return s.n; }`,
        holds: is(3),
      },
    ]),
  ),
};
