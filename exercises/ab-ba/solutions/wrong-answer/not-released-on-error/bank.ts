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
  const pair = from.number === to.number ? [from] : from.number < to.number ? [from, to] : [to, from];
  for (const account of pair) account.lock.acquire();
  const enough = from.balance >= amount;
  if (enough) {
    from.balance -= amount;
    to.balance += amount;
    book.write();
  }
  for (const account of pair) account.lock.release();
  return enough;
}
