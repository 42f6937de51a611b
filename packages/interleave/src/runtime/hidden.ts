import { Known } from "./known.ts";
import { Same } from "./stamp.ts";

/** An object that the program sees, and what of ours is behind it: the program can't look there, and a state can. */
export class Hidden extends Same {
  readonly #behind: Known;

  constructor(object: object, behind: Known) {
    super(object);
    this.#behind = behind;
  }

  /** Null for any other object. */
  static of(value: unknown): Known | null {
    return typeof value === "object" && value !== null && #behind in value ? value.#behind : null;
  }
}
