import type { Lock } from "@lockstep/sync";
import { currentThread, sleep } from "@lockstep/threading";

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
  sleep(currentThread().ident * 20); // "so that they don't meet"
  return from.lock.withLock(() =>
    to.lock.withLock(() => {
      if (from.balance < amount) return false;
      from.balance -= amount;
      to.balance += amount;
      book.write();
      return true;
    }),
  );
}
