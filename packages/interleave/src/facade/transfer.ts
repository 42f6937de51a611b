import { NotTransferableError } from "@lockstep/memory/errors";
import { Hash } from "../hash.ts";
import { Handle } from "../runtime/handle.ts";
import { ValueHash } from "../runtime/value-hash.ts";

const DEPTH_MAX = 32;

/** What a value becomes in another thread: shared objects as they are, plain data as a copy. @throws {NotTransferableError} */
export function handedOver(value: unknown, path: string, depth = 0): unknown {
  if (typeof value === "function")
    throw new NotTransferableError(path, "functions don't cross; export it, and name it as a target");
  if (typeof value !== "object" || value === null) {
    if (typeof value === "symbol") throw new NotTransferableError(path, "a symbol is known in its own thread only");
    return value;
  }
  if (Handle.is(value)) return value;
  if (depth > DEPTH_MAX) throw new NotTransferableError(path, "it is nested too deeply");
  const inner = (item: unknown, place: string) => handedOver(item, `${path}${place}`, depth + 1);
  if (Array.isArray(value)) return value.map((item, i) => inner(item, `[${i}]`));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [inner(key, " (a key)"), inner(item, ` (of ${String(key)})`)]));
  if (value instanceof Set) return new Set([...value].map((item) => inner(item, " (an element)")));
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof Error) return copyOf(value);
  const prototype: unknown = Reflect.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotTransferableError(path, "only plain objects, arrays, structs and primitives cross");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item, `.${key}`)]));
}

/** Errors of the language stay what they are; others keep their name and message. */
function copyOf({ name, message }: Error): Error {
  const Type = [TypeError, RangeError, SyntaxError, ReferenceError].find((type) => type.name === name) ?? Error;
  const copy = new Type(message);
  if (copy.name !== name) Object.defineProperty(copy, "name", { value: name, configurable: true });
  return copy;
}

/** Values on their way between threads, as numbers: equal values have equal numbers, in all runs. 0: undefined. */
export class Transfers {
  readonly #values: unknown[] = [undefined];
  readonly #numbers = new Map<string, number>();
  /** Whether a thread has ever been among them: then others than its starter may know it. */
  carriesThreads = false;

  /** @throws {NotTransferableError} */
  numberOf(value: unknown, path: string): number {
    if (value === undefined) return 0;
    const copy = handedOver(value, path);
    const hash = new Hash().begin(0);
    const values = new ValueHash(hash);
    values.add(copy);
    if (values.extent !== "exact") this.carriesThreads = true;
    const key = hash.key();
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.#values.push(copy) - 1));
    return number;
  }

  /** A copy of its own for whoever gets it. */
  valueOf(number: number): unknown {
    return handedOver(this.#values[number], "value");
  }
}
