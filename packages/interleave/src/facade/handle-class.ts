import { Handle as Root, type SharedProperty } from "../runtime/handle.ts";
import type { Running } from "../runtime/stamp.ts";
import { AtomicCell, ConditionOf, Guarded, type Shared, ThreadObject } from "../shared.ts";

/** A handle on one shared object of the model. */
export abstract class Handle<T extends Shared = Shared> extends Root {
  readonly #shared: T;

  constructor(
    shared: T,
    identity: string,
    properties: Iterable<readonly [PropertyKey, SharedProperty]> = [],
    list: (() => Running) | null = null,
    known?: () => readonly unknown[],
  ) {
    super(identity, new Map(properties), list, { isThread: shared instanceof ThreadObject, ...(known && { known }) });
    this.#shared = shared;
  }

  /** The object behind a handle. @throws {TypeError} where it is none, or of another kind. */
  static sharedOf<T extends Shared>(handle: unknown, type: new (...args: never[]) => T): T {
    if (typeof handle === "object" && handle !== null && #shared in handle && handle.#shared instanceof type)
      return handle.#shared;
    throw new TypeError("This method was called on something else than the primitive it belongs to.");
  }
}

// Instances lead here, and their program has no use for it.
Reflect.deleteProperty(Handle.prototype, "constructor");

export const guardedOf = (self: unknown): Guarded => Handle.sharedOf(self, Guarded);
export const atomicOf = (self: unknown): AtomicCell => Handle.sharedOf(self, AtomicCell);
export const conditionOf = (self: unknown): ConditionOf => Handle.sharedOf(self, ConditionOf);
export const threadOf = (self: unknown): ThreadObject => Handle.sharedOf(self, ThreadObject);

/** The name that was given, for schedules. */
export function labelOf(name: unknown, usual: string): string {
  return typeof name === "string" ? name : usual;
}
