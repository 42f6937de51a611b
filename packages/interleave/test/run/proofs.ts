/** The programs whose complete proof is promised, as a student would write them. */
const head = `
import { Cell, I32Array, i32, struct } from "@lockstep/memory";
import { Condition, Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
function go(threads) { for (const thread of threads) thread.start(); for (const thread of threads) thread.join(); }
function times(n, target) { return Array.from({ length: n }, (_v, i) => new Thread({ target, args: [i] })); }
`;

export interface Proof {
  readonly text: string;
  readonly holds: (result: unknown) => boolean;
}

const is = (wanted: unknown) => (result: unknown) => JSON.stringify(result) === JSON.stringify(wanted);

export const proofs: Readonly<Record<string, Proof>> = {
  "bank-4x2": {
    text: `${head}
const Account = struct("Account", { money: i32, lock: Lock });
const accounts = [0, 1, 2, 3].map(() => new Account({ money: 100 }));
function transfer(from, to, sum) {
  const [first, second] = [from, to].sort((a, b) => a - b);
  accounts[first].lock.acquire();
  try {
    accounts[second].lock.acquire();
    try { accounts[from].money -= sum; accounts[to].money += sum; } finally { accounts[second].lock.release(); }
  } finally { accounts[first].lock.release(); }
}
export function clerk(i) { transfer(i, (i + 1) % 4, 10 + i); transfer((i + 2) % 4, i, 3 + i); }
export function main() { go(times(4, clerk)); return accounts.reduce((sum, account) => sum + account.money, 0); }`,
    holds: is(400),
  },
  "readers-writers-2+2": {
    text: `${head}
const S = struct("S", { readers: i32, writing: i32, a: i32, b: i32, lock: Lock });
const s = new S({}), changed = new Condition(s.lock), bad = new Cell();
class Room {
  startRead() { s.lock.withLock(() => { while (s.writing) changed.wait(); s.readers++; }); }
  endRead() { s.lock.withLock(() => { s.readers--; if (s.readers === 0) changed.notifyAll(); }); }
  startWrite() { s.lock.withLock(() => { while (s.writing || s.readers > 0) changed.wait(); s.writing = 1; }); }
  endWrite() { s.lock.withLock(() => { s.writing = 0; changed.notifyAll(); }); }
}
export function reader() { const room = new Room(); room.startRead(); if (s.a !== s.b) bad.store(1); room.endRead(); }
export function writer() { const room = new Room(); room.startWrite(); s.a++; s.b++; room.endWrite(); }
export function main() { go([...times(2, reader), ...times(2, writer)]); return [bad.load(), s.a]; }`,
    holds: is([0, 2]),
  },
  "philosophers-5": {
    text: `${head}
const forks = [0, 1, 2, 3, 4].map((i) => new Lock({ name: "fork" + i })), eaten = new I32Array(5);
export function dine(i) {
  const left = Math.min(i, (i + 1) % 5), right = Math.max(i, (i + 1) % 5);
  for (let meal = 0; meal < 2; meal++) {
    using first = forks[left].hold();
    using second = forks[right].hold();
    eaten.set(i, eaten.get(i) + 1);
  }
}
export function main() { go(times(5, dine)); return eaten.toArray(); }`,
    holds: is([2, 2, 2, 2, 2]),
  },
  "pool-2-consumers": {
    text: `${head}
const Q = struct("Q", { head: i32, size: i32, lock: Lock }), Sum = struct("Sum", { total: i32, lock: Lock });
const q = new Q({}), sum = new Sum({}), row = new I32Array(2), notEmpty = new Condition(q.lock), notFull = new Condition(q.lock);
function put(value) { q.lock.withLock(() => { while (q.size === 2) notFull.wait(); row.set((q.head + q.size) % 2, value); q.size++; notEmpty.notify(); }); }
function take() { return q.lock.withLock(() => { while (q.size === 0) notEmpty.wait(); const value = row.get(q.head); q.head = (q.head + 1) % 2; q.size--; notFull.notify(); return value; }); }
export function producer() { for (const value of [1, 2, 3, 0, 0]) put(value); }
export function consumer() { for (let value = take(); value !== 0; value = take()) sum.lock.withLock(() => { sum.total += value; }); }
export function main() { go([...times(1, producer), ...times(2, consumer)]); return sum.total; }`,
    holds: is(6),
  },
  "pool-3-consumers": {
    text: `${head}
const Q = struct("Q", { head: i32, size: i32, lock: Lock }), Sum = struct("Sum", { total: i32, lock: Lock });
const q = new Q({}), sum = new Sum({}), row = new I32Array(2), notEmpty = new Condition(q.lock), notFull = new Condition(q.lock);
function put(value) { q.lock.withLock(() => { while (q.size === 2) notFull.wait(); row.set((q.head + q.size) % 2, value); q.size++; notEmpty.notify(); }); }
function take() { return q.lock.withLock(() => { while (q.size === 0) notEmpty.wait(); const value = row.get(q.head); q.head = (q.head + 1) % 2; q.size--; notFull.notify(); return value; }); }
export function producer() { for (const value of [1, 2, 3, 4, 0, 0, 0]) put(value); }
export function consumer() { for (let value = take(); value !== 0; value = take()) sum.lock.withLock(() => { sum.total += value; }); }
export function main() { go([...times(1, producer), ...times(3, consumer)]); return sum.total; }`,
    holds: is(10),
  },
  "futex-mutex-3": {
    text: `${head}
const word = new Cell(), S = struct("S", { n: i32 }), s = new S({});
function acquire() { let seen = word.compareExchange(0, 1); if (seen === 0) return; if (seen !== 2) seen = word.exchange(2); while (seen !== 0) { word.park(2); seen = word.exchange(2); } }
function release() { if (word.exchange(0) === 2) word.unpark(1); }
export function add() { acquire(); try { s.n++; } finally { release(); } }
export function main() { go(times(3, add)); return s.n; }`,
    holds: is(3),
  },
};
