import { bool, Cell, f64, i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

const Account = struct("Account", { balance: i32, rate: f64, open: bool });
type Shared = InstanceType<typeof Account>;
const Pair = struct("Pair", { first: Lock, second: Lock });
type Locks = InstanceType<typeof Pair>;

export function deposit(account: Shared): void {
  account.balance = account.balance + 1;
}

/** Two threads, no lock: 2 or 1, as the schedule has it. */
export function race(): number {
  const account = new Account();
  const threads = [1, 2].map((n) => new Thread({ target: deposit, args: [account], name: `clerk-${n}` }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return account.balance;
}

/** A value of each kind goes through the log. */
export function values(): void {
  const account = new Account();
  account.balance = -3;
  account.rate = 0.25;
  account.open = true;
}

export function crossed(locks: Locks, swapped: boolean): void {
  const [one, other] = swapped ? [locks.second, locks.first] : [locks.first, locks.second];
  one.withLock(() => other.withLock(() => undefined));
}

/** Two locks in opposite order. */
export function abba(): void {
  const locks = new Pair();
  const threads = [false, true].map(
    (swapped, i) => new Thread({ target: crossed, args: [locks, swapped], name: `clerk-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

/** Two of one struct, each with its lock. */
export function twoPairs(): void {
  for (const pair of [new Pair(), new Pair()]) pair.first.withLock(() => undefined);
}

/** Looks at a flag for ever. */
export function spin(): void {
  const account = new Account();
  while (!account.open);
}

export function waitFor(lock: Lock): void {
  while (lock.locked);
}

export function spinOnLocked(): void {
  const lock = new Lock();
  lock.acquire();
  waitFor(lock);
}

export function patient(lock: Lock, order: Shared, waitMs: number): void {
  if (lock.tryAcquireFor(waitMs)) return;
  order.rate = order.rate * 10 + waitMs / 1000;
}

/** Three threads wait in vain: the order in which they give up. */
export function timeOuts(): number {
  const lock = new Lock();
  const order = new Account();
  lock.acquire();
  const threads = [3000, 1000, 2000].map((waitMs) => new Thread({ target: patient, args: [lock, order, waitMs] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return order.rate;
}

export async function takeAsync(lock: Lock, account: Shared): Promise<void> {
  await lock.acquireAsync();
  account.balance += 1;
  lock.release();
}

/** The asynchronous form in a gated round. */
export function asynchronous(): number {
  const lock = new Lock();
  const account = new Account();
  lock.acquire();
  const thread = new Thread({ target: takeAsync, args: [lock, account] });
  thread.start();
  lock.release();
  thread.join();
  return account.balance;
}

export function leaveWorkBehind(account: Shared): void {
  void Promise.resolve().then(() => {
    account.balance = account.balance + 1;
    return account;
  });
}

/** A thread returns before its promises are through: they still belong to it. */
export function afterwards(): number {
  const account = new Account();
  const thread = new Thread({ target: leaveWorkBehind, args: [account] });
  thread.start();
  thread.join();
  return account.balance;
}

export function stop(): void {
  throw new RangeError("stop");
}

/** One thread throws while another could go on. */
export function throwsAmongOthers(): void {
  const account = new Account();
  const threads = [
    new Thread({ target: stop, name: "thrower" }),
    new Thread({ target: deposit, args: [account], name: "other" }),
  ];
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

export function sleepOn(cell: Cell): void {
  while (cell.load() === 0) cell.park(0);
}

/** Only a daemon is left, asleep. */
export function daemonLeft(): void {
  new Thread({ target: sleepOn, args: [new Cell()], daemon: true }).start();
}
