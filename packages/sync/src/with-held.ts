import { AsyncBodyError } from "./errors.ts";
import { acquireOrBack } from "./owned-lock.ts";
import type { WaitOptions } from "./wait-options.ts";

/** Whatever is acquired and released in pairs. */
export interface Holdable {
  acquire(): void;
  release(): void;
}

/**
 * Runs `body` between `acquire` and `release`, and releases also when it throws.
 * @throws {AsyncBodyError} when `body` returns a promise: what is held would be free again before it has settled.
 */
export function withHeld<T>(held: Holdable, body: () => T): T {
  acquireOrBack(
    () => held.acquire(),
    () => held.release(),
  );
  try {
    const result = body();
    if (result instanceof Promise) throw new AsyncBodyError();
    return result;
  } finally {
    held.release();
  }
}

/** Acquires, and releases at the end of the block. */
export function holdDuring(held: Holdable): Disposable {
  acquireOrBack(
    () => held.acquire(),
    () => held.release(),
  );
  return { [Symbol.dispose]: () => held.release() };
}

/** The same without blocking. */
interface AsyncHoldable {
  acquireAsync(options: WaitOptions): Promise<boolean>;
  release(): void;
}

/** What a body that ran while something was held has answered; absent where the time was over before. */
export type Done<T> = { readonly acquired: true; readonly value: T } | { readonly acquired: false };

/** As `withHeld`, for a body that may be asynchronous: it is waited for. */
export async function withHeldAsync<T>(
  held: AsyncHoldable,
  body: () => T | Promise<T>,
  options: WaitOptions,
): Promise<Done<T>> {
  if (!(await held.acquireAsync(options))) return { acquired: false };
  try {
    return { acquired: true, value: await body() };
  } finally {
    held.release();
  }
}
