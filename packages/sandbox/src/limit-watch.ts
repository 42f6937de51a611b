import type { Limits } from "@lockstep/contracts";
import type { PassedLimit } from "./box-status.ts";
import type { Meter, Reading } from "./meter.ts";

/** Watches the limits of one box from the moment its request is handed over, so that a parked box is not charged. */
export class LimitWatch {
  readonly #limits: Limits;
  readonly #meter: Meter;
  readonly #onPassed: () => void;
  readonly #startMs = performance.now();
  readonly #cpuAtStartMs: number;
  readonly #timers: readonly NodeJS.Timeout[];
  #passed: PassedLimit | null = null;
  #last: Reading;

  constructor(limits: Limits, meter: Meter, onPassed: () => void) {
    this.#limits = limits;
    this.#meter = meter;
    this.#onPassed = onPassed;
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

  /** Reads the meter and the clock once. Called by the timer, and once more after the answer, before it counts. */
  look(): void {
    this.#last = this.#meter.read();
    if (this.#last.memoryExceeded) this.pass("memory");
    else if (this.cpuTimeMs > this.#limits.cpuTimeMs) this.pass("cpu");
  }

  /** Notes a limit as passed; only the first counts. */
  pass(limit: PassedLimit): void {
    if (this.#passed !== null) return;
    this.#passed = limit;
    this.#onPassed();
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
