import { Hash } from "../hash.ts";
import type { Running } from "./stamp.ts";

/** A property of a shared object whose reading or writing is a step. */
export interface SharedProperty {
  readonly read: () => Running;
  readonly write: ((value: unknown) => Running) | null;
}

export interface HandleOptions {
  readonly isThread?: boolean;
  /** What the thread that holds it knows of it, beside its identity. */
  readonly known?: () => readonly unknown[];
}

/** An object that threads share: a struct, a row, a primitive, a thread. Programs hold it, and can't see into it. */
export abstract class Handle {
  readonly #properties: ReadonlyMap<PropertyKey, SharedProperty>;
  readonly #identity: string;
  #hash: Hash | null = null;
  readonly #list: (() => Running) | null;
  readonly #more: Readonly<HandleOptions>;

  /**
   * @param identity unlike that of any other object of the run, and the same in each run.
   * @param list answers all elements, where it can be iterated.
   */
  constructor(
    identity: string,
    properties: ReadonlyMap<PropertyKey, SharedProperty>,
    list: (() => Running) | null = null,
    more: HandleOptions = {},
  ) {
    this.#more = more;
    this.#identity = identity;
    this.#properties = properties;
    this.#list = list;
  }

  static is(value: unknown): value is Handle {
    return typeof value === "object" && value !== null && #properties in value;
  }

  static propertyOf(handle: Handle, key: PropertyKey): SharedProperty | null {
    return handle.#properties.get(key) ?? null;
  }

  /** The identity as a hash: it is taken in at nearly every step. */
  static hashOf(handle: Handle): Hash {
    if (!handle.#hash) {
      handle.#hash = new Hash().begin(0);
      handle.#hash.addText(handle.#identity);
    }
    return handle.#hash;
  }

  static identityOf(handle: Handle): string {
    return handle.#identity;
  }

  static isThread(handle: Handle): boolean {
    return handle.#more.isThread ?? false;
  }

  /** What it was made with. */
  static knownOf(handle: Handle): readonly unknown[] {
    return handle.#more.known?.() ?? [];
  }

  static elementsOf(handle: Handle): Running | null {
    return handle.#list?.() ?? null;
  }
}

// Instances lead here, and their program has no use for it.
Reflect.deleteProperty(Handle.prototype, "constructor");
