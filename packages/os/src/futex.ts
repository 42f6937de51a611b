import { lastError, libcFunction, SystemCallError, timeOf } from "./libc.ts";

/** How a wait on a word ended. `notified` may come without a cause: look at the word again. */
export type FutexWait = "notified" | "not-equal" | "timed-out";

/** Of `futex`; the only call here that the C library has no function for. */
const CALL_NUMBER = process.arch === "arm64" ? 98 : 202;
const FUTEX_WAIT = 0;
const FUTEX_WAKE = 1;

// Without FUTEX_PRIVATE_FLAG: the word is found by its page, which is the same in every process that maps it.
const futex = libcFunction<
  (call: number, address: number, operation: number, value: number, timeout: BigInt64Array | null) => number
>("syscall", "long", ["long", "uintptr_t", "long", "long", "void *"]);

/**
 * Puts this thread to sleep while the 32-bit word at an address of shared memory is `expected`. Other processes wake it
 * with `futexWake`. A thread that dies wakes nobody: wait in slices, or use a `RobustMutex`, where that can happen.
 *
 * @param timeoutMs - of waiting; absent: for ever.
 */
export function futexWait(address: number, expected: number, timeoutMs?: number): FutexWait {
  const timeout = timeoutMs === undefined ? null : timeOf(BigInt(Math.round(timeoutMs * 1e6)));
  if (futex(CALL_NUMBER, address, FUTEX_WAIT, expected, timeout) === 0) return "notified";
  const code = lastError();
  switch (code) {
    case "EINTR": // a signal: as good as woken without a cause
      return "notified";
    case "EAGAIN":
      return "not-equal";
    case "ETIMEDOUT":
      return "timed-out";
    default:
      throw new SystemCallError("futex", code);
  }
}

/** Wakes up to `count` threads, of any process, that sleep on the word; answers how many. */
export function futexWake(address: number, count = 1): number {
  const woken = futex(CALL_NUMBER, address, FUTEX_WAKE, count, null);
  if (woken < 0) throw new SystemCallError("futex", lastError());
  return woken;
}
