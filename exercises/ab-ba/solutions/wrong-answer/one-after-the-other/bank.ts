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
  const paid = from.lock.withLock(() => {
    if (from.balance < amount) return false;
    from.balance -= amount;
    return true;
  });
  if (!paid) return false;
  to.lock.withLock(() => {
    to.balance += amount;
  });
  try {
    book.write();
  } catch (error) {
    to.lock.withLock(() => {
      to.balance -= amount;
    });
    from.lock.withLock(() => {
      from.balance += amount;
    });
    throw error;
  }
  return true;
}
