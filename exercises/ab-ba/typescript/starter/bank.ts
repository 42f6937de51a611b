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

/**
 * Moves `amount` from one account to another and writes it down, with both accounts locked. Answers false, and changes
 * nothing, where there is too little money. An error of the book goes on to the caller; then no money has moved.
 */
export function transfer(from: Account, to: Account, amount: number, book: Book): boolean {
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
