import { Cell, i32, struct } from "@lockstep/memory";
import { BoundedSemaphore, Event, Lock, RLock, waitGraph } from "@lockstep/sync";
import { sleep, sleepAsync, Thread } from "@lockstep/threading";

/** Starts all, then waits for all. */
function run(threads: readonly Thread[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

const Stock = struct("Stock", { left: i32, lock: Lock, looked: Cell });
export async function takeOne(stock: InstanceType<typeof Stock>): Promise<void> {
  await stock.lock.withLockAsync(async () => {
    const left = stock.left;
    await sleepAsync(1); // the others could come in between, if the lock let them
    stock.left = left - 1;
  });
}
export async function takeOneUnlocked(stock: InstanceType<typeof Stock>): Promise<void> {
  const { left } = stock;
  stock.looked.add(1);
  stock.looked.unpark();
  // A wait in which all others look: the source's is 0.1 s, here it is as long as they need.
  for (let looked = 0; looked < 100; looked = stock.looked.load()) await stock.looked.parkAsync(looked);
  stock.left = left - 1;
}
export function hundredThreads(): string {
  const [locked, unlocked] = [new Stock({ left: 100 }), new Stock({ left: 100 })];
  run(Array.from({ length: 100 }, () => new Thread({ target: takeOne, args: [locked] })));
  run(Array.from({ length: 100 }, () => new Thread({ target: takeOneUnlocked, args: [unlocked] })));
  return `with the lock: ${locked.left}, without: ${unlocked.left}`;
}

const Forks = struct("Forks", { left: Lock, right: Lock, taken: Cell });
export function dine(first: Lock, second: Lock, taken: Cell): void {
  first.acquire();
  taken.add(1);
  taken.unpark();
  while (taken.load() < 2) taken.park(1); // both have one now
  second.acquire();
  second.release();
  first.release();
}
export function deadlock(): string {
  const { left, right, taken } = new Forks();
  new Thread({ target: dine, args: [left, right, taken], name: "diner-1", daemon: true }).start();
  new Thread({ target: dine, args: [right, left, taken], name: "diner-2", daemon: true }).start();
  let graph = waitGraph();
  // Lines are noted once somebody has waited for some time.
  while (graph.deadlocked.filter(({ line }) => line !== null).length < 2) {
    sleep(5);
    graph = waitGraph();
  }
  return String(graph);
}

const Table = struct("Table", { fork: RLock, eaten: Cell });
export function dineWithOne(table: InstanceType<typeof Table>): void {
  const [left, right] = [table.fork, table.fork]; // two names, one lock
  left.withLock(() => right.withLock(() => table.eaten.add(1)));
  right.withLock(() => left.withLock(() => table.eaten.add(1)));
}
export function oneForkForBoth(): string {
  const table = new Table();
  run(Array.from({ length: 10 }, () => new Thread({ target: dineWithOne, args: [table] })));
  return `eaten: ${table.eaten.load()}`;
}

const Yard = struct("Yard", { stalls: BoundedSemaphore.of(5), inside: Cell, most: Cell, served: Cell });
export async function visit(yard: InstanceType<typeof Yard>, durationMs: number): Promise<void> {
  await yard.stalls.withPermitAsync(async () => {
    const inside = yard.inside.add(1) + 1;
    if (inside > yard.most.load()) yard.most.store(inside);
    await sleepAsync(durationMs);
    yard.served.add(1);
    yard.inside.add(-1);
  });
}
export function fiveStalls(): string {
  const yard = new Yard();
  run(Array.from({ length: 20 }, (_unused, i) => new Thread({ target: visit, args: [yard, 1 + (i % 5)] })));
  return `served: ${yard.served.load()}, at most 5 inside: ${yard.most.load() <= 5}`;
}

const Crossing = struct("Crossing", { green: Event, arrived: Cell, passed: Cell });
export async function drive(crossing: InstanceType<typeof Crossing>): Promise<void> {
  crossing.arrived.add(1);
  crossing.arrived.unpark();
  await crossing.green.waitAsync();
  crossing.passed.add(1);
}
export function trafficLight(): string {
  const crossing = new Crossing();
  const cars = Array.from({ length: 20 }, () => new Thread({ target: drive, args: [crossing] }));
  for (const car of cars) car.start();
  for (let here = 0; here < 20; here = crossing.arrived.load()) crossing.arrived.park(here);
  const atRed = crossing.passed.load();
  crossing.green.set();
  for (const car of cars) car.join();
  return `passed at red: ${atRed}, at green: ${crossing.passed.load()}`;
}
