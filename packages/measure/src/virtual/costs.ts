/** What an operation of a thread costs on a virtual core, in ticks. Ideal: no caches, no bus, wake-ups take no detour. */
export interface Costs {
  /** A read or write of something shared. */
  readonly access: number;
  /** Any other operation of a primitive. */
  readonly operation: number;
  /** Being woken. */
  readonly wake: number;
}

/**
 * Small against the work of a program whose inputs are small enough to be simulated: on real cores a wake-up takes some
 * microseconds, beside a thousand times as much work.
 */
export const SMALL_COSTS: Costs = { access: 1, operation: 10, wake: 50 };

/** Sleeping is counted in the same unit as work: a tick is about a nanosecond. */
export const TICKS_PER_MS = 1_000_000;
