import { demand, lastError, libcFunction, SystemCallError, timeOf } from "./libc.ts";

/** What came: a descriptor that has something to tell, `overflow` where signals were lost and every one must be asked, null after the time-out. */
export type SignalEvent = number | "overflow" | null;

/** A real-time signal queues; a plain one is told once however often it came. Node uses none of these. */
const QUEUED = 40;
/** Comes instead when the queue is full. */
const SIGIO = 29;
const SIG_BLOCK = 0;
const F_SETFL = 4;
const F_SETSIG = 10;
const F_SETOWN_EX = 15;
const F_OWNER_TID = 0;
const NONBLOCK = 0o4000;
const ASYNC = 0o20_000;
const MASK_WORDS = 32;
const INFO_WORDS = 32;
/** Of `si_fd` in `siginfo_t`, in 32-bit words. */
const INFO_DESCRIPTOR = 6;

const gettid = libcFunction<() => number>("gettid", "int", []);
const fcntl = libcFunction<(descriptor: number, command: number, value: number) => number>("fcntl", "int", [
  "int",
  "int",
  "long",
]);
const fcntlOwner = libcFunction<(descriptor: number, command: number, owner: Int32Array) => number>("fcntl", "int", [
  "int",
  "int",
  "void *",
]);
const mask = libcFunction<(how: number, signals: Uint32Array, before: null) => number>("pthread_sigmask", "int", [
  "int",
  "void *",
  "void *",
]);
const take = libcFunction<(signals: Uint32Array, info: Int32Array, timeout: BigInt64Array) => number>(
  "sigtimedwait",
  "int",
  ["void *", "void *", "void *"],
);

/**
 * Descriptors that tell one thread by a signal that they are ready; edge-triggered, so each is read until nothing is left.
 * For the thread that makes it: that thread blocks the signal and takes it from the queue, so no handler runs.
 */
export class SignalDriven {
  readonly #signals = new Uint32Array(MASK_WORDS);
  readonly #info = new Int32Array(INFO_WORDS);
  readonly #owner = new Int32Array([F_OWNER_TID, gettid()]);

  constructor() {
    for (const signal of [QUEUED, SIGIO]) {
      const bit = signal - 1;
      this.#signals[bit >> 5] = (this.#signals[bit >> 5] ?? 0) | (1 << (bit & 31));
    }
    // Before the first descriptor is armed: unblocked, either signal ends the process.
    const failed = mask(SIG_BLOCK, this.#signals, null);
    if (failed !== 0) throw new SystemCallError("pthread_sigmask", String(failed));
  }

  /**
   * From now on the descriptor tells. Read it once afterwards: something may have come before.
   *
   * @throws {SystemCallError} `EPERM` in a box whose exercise doesn't need signals.
   */
  arm(descriptor: number): void {
    demand("fcntl F_SETSIG", fcntl(descriptor, F_SETSIG, QUEUED));
    demand("fcntl F_SETOWN_EX", fcntlOwner(descriptor, F_SETOWN_EX, this.#owner));
    demand("fcntl F_SETFL", fcntl(descriptor, F_SETFL, NONBLOCK | ASYNC));
  }

  /** Blocks until one tells. The descriptor may be closed by now, or its number another's. */
  wait(timeoutMs: number): SignalEvent {
    const signal = take(this.#signals, this.#info, timeOf(BigInt(timeoutMs) * 1_000_000n));
    if (signal === QUEUED) return this.#info[INFO_DESCRIPTOR] ?? null;
    if (signal === SIGIO) return "overflow";
    const code = lastError();
    if (code === "EAGAIN" || code === "EINTR") return null;
    throw new SystemCallError("sigtimedwait", code);
  }
}
