/** An object of ours that belongs to one thread, and is part of what that thread knows. */
export abstract class Known {
  readonly #isKnown = true;

  static is(value: object): value is Known {
    return #isKnown in value && value.#isKnown;
  }

  /** All that distinguishes it, what kind of object it is included. */
  abstract get known(): readonly unknown[];
}
