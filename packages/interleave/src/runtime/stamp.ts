import type { Operation } from "../operation.ts";

/** What transformed code runs as: it yields what it asks for, gets the answer back, and returns what the function returns. */
export type Running = Generator<Operation, unknown, number>;
// oxlint-disable-next-line typescript/no-explicit-any -- functions of a student take and answer anything
export type Steps = (this: any, ...args: any[]) => Running;

/** What the runtime knows of a function or class of the program, or of a primitive's method. */
export interface Code {
  /** Where it stands in the program: the same for all closures made there. */
  readonly id: number;
  /** Null where it can only be called as it is. */
  readonly steps: Steps | null;
  /** Variables that it captures. */
  readonly captures: (() => readonly unknown[]) | null;
  readonly isArrow: boolean;
  /** `this` of an arrow. */
  readonly receiver: unknown;
  /** Of a class whose constructor is steps: those. */
  readonly init: Steps | null;
  readonly isClass: boolean;
  /** A primitive's: it knows its receiver and arguments as long as it has steps to take. */
  readonly isOurs?: boolean;
}

/** Returns what it is given, so that a subclass can put private fields on any object. */
// oxlint-disable-next-line typescript/no-extraneous-class -- private fields can be put on an object by a subclass only
export class Same {
  constructor(object: object) {
    // oxlint-disable-next-line no-constructor-return -- that is its only use
    return object;
  }
}

/** A mark on a function that the program can neither see nor forge. */
export class Stamp extends Same {
  readonly #code: Code;

  constructor(object: object, code: Code) {
    super(object);
    this.#code = code;
  }

  static of(value: unknown): Code | null {
    return typeof value === "function" && #code in value ? value.#code : null;
  }
}
