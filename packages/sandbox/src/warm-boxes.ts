import type { Limits } from "@lockstep/contracts";
import { isDeepStrictEqual } from "node:util";
import type { Box } from "./box.ts";

/** A box that was started ahead. */
export interface WarmBox {
  readonly limits: Limits;
  /** Null when it could not be started: the next one that is started will say why. */
  readonly box: Promise<Box | null>;
}

/** Boxes without `needs` that boot, or wait, for a job with their limits. */
export class WarmBoxes {
  readonly #start: (limits: Limits) => Promise<Box>;
  readonly #max: number;
  readonly #waiting: WarmBox[] = [];

  constructor(start: (limits: Limits) => Promise<Box>, max: number) {
    this.#start = start;
    this.#max = max;
  }

  /** Starts one. Where there are as many as there may be, one of other limits, which nobody came for, gives way. */
  add(limits: Limits): void {
    if (this.#waiting.length >= this.#max) {
      const other = this.#waiting.findIndex((waiting) => !isDeepStrictEqual(waiting.limits, limits));
      if (other < 0) return;
      for (const { box } of this.#waiting.splice(other, 1)) void box.then((it) => it?.close());
    }
    this.#waiting.push(this.#boot(limits));
  }

  /** One that waits, if there is one with these limits. */
  take(limits: Limits): WarmBox | undefined {
    const place = this.#waiting.findIndex((waiting) => isDeepStrictEqual(waiting.limits, limits));
    return place < 0 ? undefined : this.#waiting.splice(place, 1)[0];
  }

  /** One that waits, or one that is started now. */
  takeOrStart(limits: Limits): WarmBox {
    return this.take(limits) ?? this.#boot(limits);
  }

  async close(): Promise<void> {
    await Promise.all(this.#waiting.splice(0).map(async ({ box }) => (await box)?.close()));
  }

  #boot(limits: Limits): WarmBox {
    return { limits, box: this.#start(limits).catch(() => null) };
  }
}
