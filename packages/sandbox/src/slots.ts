/** Gives back a slot; may be called again. */
export type GiveBack = () => void;

interface Waiter {
  take(): void;
}

/** Counts how many boxes this process runs at once. First come, first served. */
export class Slots {
  #free: number;
  readonly #all: number;
  readonly #waiting: Waiter[] = [];
  readonly #idle: (() => void)[] = [];

  constructor(slots: number) {
    this.#free = slots;
    this.#all = slots;
  }

  /** @throws the signal's reason when it is aborted while waiting; the place in the queue is gone then. */
  async acquire(signal?: AbortSignal): Promise<GiveBack> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
    let held = true;
    return () => {
      if (held) this.#giveBack();
      held = false;
    };
  }

  /** Resolves when nobody holds a slot. */
  idle(): Promise<void> {
    if (this.#free === this.#all) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
      };
      const waiter: Waiter = {
        take: () => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      this.#waiting.push(waiter);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** A slot passes straight to the one who has waited longest. */
  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) return next.take();
    this.#free++;
    if (this.#free === this.#all) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
