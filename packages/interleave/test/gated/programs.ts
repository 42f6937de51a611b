import { Cell, f64, i32, struct } from "@lockstep/memory";
import { Condition, Event, Lock } from "@lockstep/sync";
import { onUncaughtError, Thread } from "@lockstep/threading";

/** Programs as they are, for real threads. */

const Shop = struct("Shop", { left: i32, lock: Lock });
type Counter = InstanceType<typeof Shop>;
const Parcel = struct("Parcel", { there: i32, changed: Condition });
type Sent = InstanceType<typeof Parcel>;
const never = new Event();
const [first, second] = [new Lock({ name: "first" }), new Lock({ name: "second" })];

function together(...targets: readonly ((shop: Counter) => unknown)[]): number {
  const shop = new Shop({ left: 2 });
  const threads = targets.map((target) => new Thread({ target, args: [shop] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return shop.left;
}

export function buy(shop: Counter): void {
  shop.left--;
}
export function buyLocked(shop: Counter): void {
  shop.lock.withLock(() => shop.left--);
}
/** The transform takes no promises. */
export async function buyLater(shop: Counter): Promise<void> {
  const left = shop.left;
  await Promise.resolve();
  shop.left = left - 1;
}
export function firstThenSecond(): void {
  first.withLock(() => second.withLock(() => undefined));
}
export function secondThenFirst(): void {
  second.withLock(() => first.withLock(() => undefined));
}
/** Touches nothing that is shared. */
export function turn(): void {
  for (;;);
}

export const racy = (): number => together(buy, buy);
export const locked = (): number => together(buyLocked, buyLocked);
export const later = (): number => together(buyLater, buyLater);
export const crossed = (): number => together(firstThenSecond, secondThenFirst);
/** Releases what it does not hold, and has a hook that takes the error. */
export function careless(): void {
  onUncaughtError(() => undefined);
  first.release();
}
export function give(parcel: Sent): void {
  parcel.changed.acquire();
  parcel.there++;
  parcel.changed.notifyAll();
  parcel.changed.release();
}
export function take(parcel: Sent): void {
  parcel.changed.acquire();
  while (parcel.there === 0) parcel.changed.wait(5);
  parcel.there--;
  parcel.changed.release();
}
/** Sleeping, waking and giving up. */
export function given(): number {
  const parcel = new Parcel();
  const threads = [take, give].map((target) => new Thread({ target, args: [parcel] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return parcel.there;
}
/** Races with the first thread on its way to the second: a run that is dropped there leaves one that has not begun. */
export function between(): number {
  const shop = new Shop({ left: 2 });
  const threads = [buy, buy].map((target) => new Thread({ target, args: [shop] }));
  for (const thread of threads) {
    shop.left++;
    thread.start();
  }
  for (const thread of threads) thread.join();
  return shop.left;
}
export function same(seen: number): number {
  return seen;
}
/** Starts its second thread with what another schedule would have it see otherwise; answers that and what the thread was given. */
export function tells(): readonly number[] {
  const shop = new Shop({ left: 2 });
  const buyer = new Thread({ target: buy, args: [shop] });
  buyer.start();
  const seen = shop.left;
  const thread = new Thread({ target: same, args: [seen] });
  thread.start();
  buyer.join();
  return [seen, thread.result()];
}
/** A thread that begins with the start of another one, which races with what it does next. */
export function startsBuyer(shop: Counter): void {
  const buyer = new Thread({ target: buy, args: [shop] });
  buyer.start();
  shop.left--;
  buyer.join();
}
export const starts = (): number => together(startsBuyer);
export const turning = (): number => together(turn);
/** The code of the error that ended its thread, as whoever asks for the result gets it. */
export function asks(): string {
  const thread = new Thread({ target: careless });
  thread.start();
  try {
    return String(thread.result());
  } catch (error) {
    return String(Object(error).code);
  }
}
/** Releases what another thread holds; what its thread answers: 1, or the name of the error. */
export function giveBack(): unknown {
  try {
    first.release();
    return 1;
  } catch (error) {
    return Object(error).name;
  }
}
/** Another thread releases the lock before or after this one acquires it. */
export function givenBack(): unknown {
  const thread = new Thread({ target: giveBack });
  thread.start();
  first.acquire();
  const told = thread.result();
  if (told !== 1) first.release();
  return told;
}
/** Awaits an event that another coroutine of its own thread sets. */
export async function setsItself(): Promise<number> {
  const bell = new Event({ name: "bell" });
  const set = async () => {
    await Promise.resolve();
    bell.set();
  };
  await Promise.all([bell.waitAsync(), set()]);
  return 1;
}
/** Awaits one thing that comes. */
export async function awaitsOne(): Promise<number> {
  const bell = new Event({ name: "bell" });
  const thread = new Thread({ target: sets, args: [bell] });
  thread.start();
  await bell.waitAsync();
  await thread.joinAsync();
  return 1;
}
export function sets(bell: Event): void {
  bell.set();
}
export function waitInVain(): boolean {
  return never.wait(5);
}
/** Two threads sleep until their time is over. */
export function waits(): readonly boolean[] {
  const threads = [1, 2].map(() => new Thread({ target: waitInVain }));
  for (const thread of threads) thread.start();
  return threads.map((thread) => thread.result());
}

const Sight = struct("Sight", { x: i32, y: f64, lock: Lock });
type Seen = InstanceType<typeof Sight>;
/** Three threads make structs, in whatever order they come: what lies at an address is another thing in another schedule. */
export function makesStructs(): readonly number[] {
  const all = new Sight({});
  const threads = [1, 2].map((number) => new Thread({ target: makeStruct, args: [all, number] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return [all.x, all.y];
}
export function makeStruct(all: Seen, number: number): void {
  const own = new Sight({ x: number });
  if (number !== 1) return void (all.y += 1);
  const thread = new Thread({ target: useStructs, args: [all, own] });
  thread.start();
  thread.join();
}
export function useStructs(all: Seen, own: Seen): void {
  all.x++;
  own.lock.withLock(() => own.x++);
  all.y += 2;
}

const left = new Cell(0, { name: "left" });
/** Ends while its event loop still has microtasks that write. */
export async function leavesMicrotasks(): Promise<readonly number[]> {
  const before = left.load();
  const write = async () => {
    for (let turns = 0; turns < 9; turns++) await Promise.resolve();
    left.add(1);
  };
  void write();
  await Promise.resolve();
  return [before, left.load()];
}

const Flag = struct("Flag", { up: i32 });
/** Goes round until another thread has written a plain field. */
export function goesRound(): number {
  const flag = new Flag({});
  const thread = new Thread({ target: raise, args: [flag] });
  thread.start();
  while (flag.up === 0);
  thread.join();
  return flag.up;
}
export function raise(flag: InstanceType<typeof Flag>): void {
  flag.up = 1;
}
