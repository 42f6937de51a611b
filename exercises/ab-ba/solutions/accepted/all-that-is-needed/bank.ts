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
  const needed = from.number === to.number ? [from] : [from, to].toSorted((a, b) => b.number - a.number);
  const held: Account[] = [];
  try {
    for (const account of needed) {
      account.lock.acquire();
      held.push(account);
    }
    const [before, toBefore] = [from.balance, to.balance];
    if (before < amount) return false;
    from.balance = before - amount;
    to.balance += amount;
    try {
      book.write();
    } catch (error) {
      from.balance = before;
      to.balance = toBefore;
      throw error;
    }
    return true;
  } finally {
    for (const account of held.toReversed()) account.lock.release();
  }
}
