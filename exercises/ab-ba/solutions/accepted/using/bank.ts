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
  if (from.number === to.number) return toItself(from, amount, book);
  const [lower, higher] = from.number < to.number ? [from, to] : [to, from];
  using first = lower.lock.hold();
  using second = higher.lock.hold();
  void [first, second];
  if (from.balance < amount) return false;
  let written = false;
  from.balance -= amount;
  to.balance += amount;
  try {
    book.write();
    written = true;
  } finally {
    if (!written) {
      from.balance += amount;
      to.balance -= amount;
    }
  }
  return written;
}

function toItself(account: Account, amount: number, book: Book): boolean {
  using held = account.lock.hold();
  void held;
  if (account.balance < amount) return false;
  book.write();
  return true;
}
