import { Cell, i32, struct } from "@lockstep/memory";
import { BoundedSemaphore, Event, Lock, RLock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

/** The programs of the README, as they stand there; `count` is smaller where a test runs them. */

const Stock = struct("Stock", { left: i32, lock: Lock });
export function takeOne(stock: InstanceType<typeof Stock>): void {
  stock.lock.withLock(() => {
    const left = stock.left;
    stock.left = left - 1;
  });
}
export function hundredToZero(count: number): string {
  const stock = new Stock({ left: count });
  const threads = Array.from({ length: count }, () => new Thread({ target: takeOne, args: [stock] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return `left: ${stock.left}`;
}

const Ledger = struct("Ledger", { lock: RLock, entries: i32 });
export function transfer(ledger: InstanceType<typeof Ledger>): void {
  ledger.lock.withLock(() => {
    book(ledger); // acquires the same lock again
    book(ledger);
  });
}
function book(ledger: InstanceType<typeof Ledger>): void {
  ledger.lock.withLock(() => (ledger.entries += 1));
}
export function nestedLedger(count: number): string {
  const ledger = new Ledger();
  const threads = Array.from({ length: count }, () => new Thread({ target: transfer, args: [ledger] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return `entries: ${ledger.entries}`;
}

const Yard = struct("Yard", { stalls: BoundedSemaphore.of(5), inside: Cell, most: Cell, served: Cell });
export function visit(yard: InstanceType<typeof Yard>): void {
  yard.stalls.withPermit(() => {
    const inside = yard.inside.add(1) + 1;
    if (inside > yard.most.load()) yard.most.store(inside);
    yard.served.add(1);
    yard.inside.add(-1);
  });
}
export function fiveStalls(people: number): string {
  const yard = new Yard();
  const threads = Array.from({ length: people }, () => new Thread({ target: visit, args: [yard] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return `served: ${yard.served.load()}, at most 5 inside: ${yard.most.load() <= 5}`;
}

const Crossing = struct("Crossing", { green: Event, arrived: Cell, passed: Cell });
export function drive(crossing: InstanceType<typeof Crossing>): void {
  crossing.arrived.add(1);
  crossing.arrived.unpark();
  crossing.green.wait();
  crossing.passed.add(1);
}
export function trafficLight(cars: number): string {
  const crossing = new Crossing();
  const threads = Array.from({ length: cars }, () => new Thread({ target: drive, args: [crossing] }));
  for (const thread of threads) thread.start();
  for (let here = 0; here < cars; here = crossing.arrived.load()) crossing.arrived.park(here);
  const atRed = crossing.passed.load();
  crossing.green.set();
  for (const thread of threads) thread.join();
  return `passed at red: ${atRed}, at green: ${crossing.passed.load()}`;
}
