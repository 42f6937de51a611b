import { demandSuccess, errorName, libcFunction, SystemCallError, timeOf } from "./libc.ts";

/** Bytes to set aside for one mutex, at an address that 8 divides; glibc needs 40 on x64 and 48 on arm64. */
export const ROBUST_MUTEX_BYTES = 64;

const PROCESS_SHARED = 1;
const ROBUST = 1;
const CLOCK_MONOTONIC = 1;

type Call = (address: number) => number;
const ofMutex = (name: string) => libcFunction<Call>(name, "int", ["uintptr_t"]);
const lock = ofMutex("pthread_mutex_lock");
const unlock = ofMutex("pthread_mutex_unlock");
const consistent = ofMutex("pthread_mutex_consistent");
const lockUntil = libcFunction<(address: number, clock: number, deadline: BigInt64Array) => number>(
  "pthread_mutex_clocklock",
  "int",
  ["uintptr_t", "int", "void *"],
);
const init = libcFunction<(address: number, attributes: Uint8Array) => number>("pthread_mutex_init", "int", [
  "uintptr_t",
  "void *",
]);
const attributesInit = libcFunction<(attributes: Uint8Array) => number>("pthread_mutexattr_init", "int", ["void *"]);
const setShared = libcFunction<(attributes: Uint8Array, value: number) => number>(
  "pthread_mutexattr_setpshared",
  "int",
  ["void *", "int"],
);
const setRobust = libcFunction<(attributes: Uint8Array, value: number) => number>(
  "pthread_mutexattr_setrobust",
  "int",
  ["void *", "int"],
);

/**
 * A mutex in shared memory that outlives its holder: when the thread that holds it dies, however it dies, the kernel marks
 * it and wakes one waiter, who is told.
 *
 * Invariant: at most one thread of all processes holds it. Fairness: none promised. Callers: any thread of any process
 * that has the memory mapped; it blocks the calling thread. Source: POSIX robust mutexes, as glibc has them.
 */
export class RobustMutex {
  readonly #address: number;

  /** @param address - of this process's mapping, at `ROBUST_MUTEX_BYTES` bytes that one process has given to `initialise`. */
  constructor(address: number) {
    this.#address = address;
  }

  /** Makes a new, free mutex of these bytes. Once, by one process, before another uses it. */
  static initialise(address: number): RobustMutex {
    const attributes = new Uint8Array(ROBUST_MUTEX_BYTES);
    demandSuccess("pthread_mutexattr_init", attributesInit(attributes));
    demandSuccess("pthread_mutexattr_setpshared", setShared(attributes, PROCESS_SHARED));
    demandSuccess("pthread_mutexattr_setrobust", setRobust(attributes, ROBUST));
    demandSuccess("pthread_mutex_init", init(address, attributes));
    return new RobustMutex(address);
  }

  /**
   * Waits until this thread holds it. `owner-died`: it holds it too, but the last holder died inside, so what the mutex
   * guards may be half written. Mend that and call `markConsistent` before `release`, or nobody can ever acquire it again.
   *
   * @param timeoutMs - of waiting; absent: for ever.
   */
  acquire(timeoutMs?: number): "acquired" | "owner-died" | "timed-out" {
    const result =
      timeoutMs === undefined ? lock(this.#address) : lockUntil(this.#address, CLOCK_MONOTONIC, after(timeoutMs));
    if (result === 0) return "acquired";
    const code = errorName(result);
    if (code === "EOWNERDEAD") return "owner-died";
    if (code === "ETIMEDOUT") return "timed-out";
    throw new SystemCallError("pthread_mutex_lock", code);
  }

  /** By the holder that was told `owner-died`, once what the mutex guards is mended. */
  markConsistent(): void {
    demandSuccess("pthread_mutex_consistent", consistent(this.#address));
  }

  /** By the holder. */
  release(): void {
    demandSuccess("pthread_mutex_unlock", unlock(this.#address));
  }
}

/** A time-out as an instant of the monotonic clock, which `hrtime` reads too. */
const after = (timeoutMs: number) => timeOf(process.hrtime.bigint() + BigInt(Math.round(timeoutMs * 1e6)));
