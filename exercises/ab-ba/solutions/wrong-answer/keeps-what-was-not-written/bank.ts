import type { Lock } from "@lockstep/sync";

/** An account, in shared memory. */
export interface Account {
  /** Differs from account to account. The same number: the same account. */
  readonly number: number;
  balance: number;
  readonly lock: Lock;
}

/** The bank's book, in which every transfer is written. */
export interface Book {
  /** Writes a transfer down. Slow. May throw when the pen is dry: then nothing was written. */
  write(): void;
}

export function transfer(from: Account, to: Account, amount: number, book: Book): boolean {
  if (from.number === to.number) return from.lock.withLock(() => move(from, to, amount, book));
  const [first, second] = from.number < to.number ? [from, to] : [to, from];
  return first.lock.withLock(() => second.lock.withLock(() => move(from, to, amount, book)));
}

function move(from: Account, to: Account, amount: number, book: Book): boolean {
  if (from.balance < amount) return false;
  from.balance -= amount;
  to.balance += amount;
  book.write();
  return true;
}
