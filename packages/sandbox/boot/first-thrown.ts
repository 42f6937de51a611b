import type { Thrown } from "@lockstep/interleave";

/** Keeps the error that left a thread first: what fails later, such as whoever waited for that thread, may follow from it. */
export class FirstThrown {
  #thrown: Thrown | null = null;

  readonly note = (thrown: Thrown): void => {
    this.#thrown ??= thrown;
  };

  /** Before another run begins. */
  forget(): void {
    this.#thrown = null;
  }

  get thrown(): Thrown | null {
    return this.#thrown;
  }
}
