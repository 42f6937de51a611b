import type { Limits } from "@lockstep/contracts";
import type { PassedLimit } from "./box-status.ts";
import type { Meter, Reading } from "./meter.ts";

/** Watches the limits of one box from the moment its request is handed over, so that a parked box is not charged. */
export class LimitWatch {
  readonly #limits: Limits;
  readonly #meter: Meter;
  readonly #onEnd: () => void;
  readonly #startMs = performance.now();
  readonly #cpuAtStartMs: number;
  readonly #timers: readonly NodeJS.Timeout[];
  #passed: PassedLimit | null = null;
  #failure: string | null = null;
  #last: Reading;

  constructor(limits: Limits, meter: Meter, onEnd: () => void) {
    this.#limits = limits;
    this.#meter = meter;
    this.#onEnd = onEnd;
    this.#last = meter.read();
    this.#cpuAtStartMs = this.#last.cpuTimeMs;
    this.#timers = [
      setInterval(() => this.look(), meter.intervalMs),
      setTimeout(() => this.pass("wall"), limits.wallTimeMs),
    ];
  }

  /** The first limit that was passed. */
  get passed(): PassedLimit | null {
    return this.#passed;
  }

  get cpuTimeMs(): number {
    return this.#last.cpuTimeMs - this.#cpuAtStartMs;
  }

  get memoryBytesMax(): number | null {
    return this.#last.memoryBytesMax;
  }

  get wallTimeMs(): number {
    return performance.now() - this.#startMs;
  }

  /** Why the meter could not be read: then nothing is known of the limits. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Reads the meter once. Called by the timer, and once more after the answer, before it counts. */
  look(): void {
    try {
      this.#last = this.#meter.read();
    } catch (cause) {
      this.#failure ??= cause instanceof Error ? cause.message : String(cause);
      this.#onEnd();
      return;
    }
    if (this.#last.memoryExceeded) this.pass("memory");
    else if (this.cpuTimeMs > this.#limits.cpuTimeMs) this.pass("cpu");
  }

  /** Notes a limit as passed; only the first counts. */
  pass(limit: PassedLimit): void {
    if (this.#passed !== null) return;
    this.#passed = limit;
    this.#onEnd();
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
