import { futexWait, futexWake } from "@lockstep/os";

/** Free, held, held with sleepers. Source: U. Drepper, "Futexes Are Tricky", mutex 2. */
const FREE = 0;
const HELD = 1;
const CONTENDED = 2;

/** A lock between processes on one word of shared memory. */
export class FutexLock {
  readonly #words: Int32Array;
  readonly #index: number;
  readonly #address: number;

  constructor(words: Int32Array, index: number, address: number) {
    this.#words = words;
    this.#index = index;
    this.#address = address + 4 * index;
  }

  acquire(): void {
    if (Atomics.compareExchange(this.#words, this.#index, FREE, HELD) === FREE) return;
    while (Atomics.exchange(this.#words, this.#index, CONTENDED) !== FREE) futexWait(this.#address, CONTENDED);
  }

  release(): void {
    if (Atomics.exchange(this.#words, this.#index, FREE) === CONTENDED) futexWake(this.#address);
  }
}
