import { type ErrorData, errorData, errorFrom } from "./error-data.ts";
import { BadFieldError, NotTransferableError } from "./errors.ts";
import type { ClassKey } from "./scope.ts";
import { ofThread } from "./this-thread.ts";

/**
 * A value on its way to another thread. Every object is wrapped, so that nothing in the sender's data can be taken for
 * one of our references: whoever could forge one could touch any word of shared memory.
 */
export type Encoded =
  | undefined
  | null
  | boolean
  | number
  | string
  | bigint
  | { readonly list: readonly Encoded[] }
  | { readonly record: readonly (readonly [string, Encoded])[] }
  | { readonly map: readonly (readonly [Encoded, Encoded])[] }
  | { readonly set: readonly Encoded[] }
  /** What the platform copies whole, and what can hold no reference. */
  | { readonly copy: Copied }
  | { readonly error: ErrorData }
  | { readonly shared: Reference };

type Copied = Date | RegExp | ArrayBuffer | ArrayBufferView;

/** What another thread needs to have the same object: its class and its address. */
interface Reference {
  readonly class: ClassKey;
  readonly at: number;
}

/** Nesting of data given to a thread; also ends cycles. */
const DEPTH_MAX = 32;
const ITEMS_MAX = 100_000;

const builtIn = new Map<string, (at: number) => object>();
/** Each thread has its own instances of modules, and so of the classes that they declare. */
const declared = ofThread(() => new Map<string, (at: number) => object>());

/** Makes an object that exists already the instance of a class that extends this. */
// oxlint-disable-next-line typescript/no-extraneous-class -- a function can't be extended
class Existing {
  constructor(object: object) {
    // oxlint-disable-next-line no-constructor-return -- that is how it is done
    return object;
  }
}

/**
 * What is known of a shared object, as a private field of the object itself: nobody else can see or set one, and the
 * collector, unlike with a WeakMap, has nothing to do for objects that come and go by the thousand.
 */
class Known extends Existing {
  #reference: Reference | null;
  #at: number;

  private constructor(object: object, reference: Reference | null, at: number) {
    super(object);
    this.#reference = reference;
    this.#at = at;
  }

  static make(object: object, reference: Reference | null, at: number): void {
    // oxlint-disable-next-line no-new -- it is the object itself
    if (!(#at in object)) new Known(object, reference, at);
  }

  /** Undefined for what is no shared object. */
  static referenceOf(object: object): Reference | null | undefined {
    return #at in object ? object.#reference : undefined;
  }

  static addressOf(object: object): number | undefined {
    return #at in object ? object.#at : undefined;
  }
}

/** Tells how objects of a class are made again in another thread. */
export function registerClass(key: ClassKey, attach: (at: number) => object): void {
  (key.module === null ? builtIn : declared()).set(key.name, attach);
}

/** How a primitive is made as a field of a struct, and found again at an address. Kept apart from the class, which students have. */
export interface SharedForm {
  /** What `shared` knows it by. */
  readonly kind: string;
  create(name: string): { readonly instance: object; readonly at: number };
  attach(at: number): object;
}

const forms = new WeakMap<object, SharedForm>();

export function registerForm(type: object, form: SharedForm): void {
  forms.set(type, form);
}

/** @throws {BadFieldError} for a class that is no shared primitive. */
export function sharedForm(type: object, label: string): SharedForm {
  const form = forms.get(type);
  if (!form)
    throw new BadFieldError(
      `${label} is neither a scalar nor a shared class. Fields are i32, u32, f64, bool, a struct, or a primitive such as Lock.`,
    );
  return form;
}

/** Makes `object` known as the shared object at `at`. `key` is null for a class that other threads can't find. */
export function registerObject(object: object, key: ClassKey | null, at: number): void {
  Known.make(object, key && { class: key, at }, at);
}

/** The address of a shared object. @throws {BadFieldError} for anything else. */
export function addressOf(object: object): number {
  const at = Known.addressOf(object);
  if (at === undefined) throw new BadFieldError("This is no shared object of ours.");
  return at;
}

/**
 * A form of `value` that can be posted to another thread: shared objects by reference, everything else by copy.
 * @throws {NotTransferableError} naming the part that can't cross.
 */
export function encode(value: unknown, path = "the value"): Encoded {
  let items = 0;
  const encodePart = (part: unknown, where: string, depth: number): Encoded => {
    if (depth > DEPTH_MAX) throw new NotTransferableError(where, `it is nested deeper than ${DEPTH_MAX}, or in itself`);
    if (++items > ITEMS_MAX) throw new NotTransferableError(where, `there are more than ${ITEMS_MAX} values`);
    switch (typeof part) {
      case "undefined":
      case "boolean":
      case "number":
      case "string":
      case "bigint":
        return part;
      case "function":
      case "symbol":
        throw new NotTransferableError(
          where,
          `it is a ${typeof part}; give an exported function as target, and data as args`,
        );
      case "object":
        return part === null ? null : encodeObject(part, where, depth);
    }
  };
  const encodeObject = (part: object, where: string, depth: number): Encoded => {
    const reference = Known.referenceOf(part);
    if (reference) return { shared: reference };
    if (reference === null)
      throw new NotTransferableError(where, "its struct was declared inside a function; declare it at the top level");
    if (Array.isArray(part)) {
      const list: Encoded[] = []; // by index, as in encodeAll
      for (let i = 0; i < part.length; i++) list.push(encodePart(part[i], `${where}[${i}]`, depth + 1));
      return { list };
    }
    if (part instanceof Map) {
      const map: (readonly [Encoded, Encoded])[] = [];
      for (const [key, item] of part)
        map.push([encodePart(key, `a key of ${where}`, depth + 1), encodePart(item, `${where}.get(…)`, depth + 1)]);
      return { map };
    }
    if (part instanceof Set) return { set: Array.from(part, (item) => encodePart(item, `${where}.…`, depth + 1)) };
    if (part instanceof Error) return { error: errorData(part) };
    if (isCopied(part)) return { copy: copyOf(part, where) };
    const prototype: unknown = Object.getPrototypeOf(part);
    if (prototype !== Object.prototype && prototype !== null)
      throw new NotTransferableError(
        where,
        "it is an instance of a class that is not shared; use struct() or plain data",
      );
    return {
      record: Object.entries(part).map(([key, item]) => [key, encodePart(item, `${where}.${key}`, depth + 1)]),
    };
  };
  return encodePart(value, path, 0);
}

/** Copied at once: what can't be is told here, and not when it is on its way. */
function copyOf(part: Copied, where: string): Copied {
  try {
    return structuredClone(part);
  } catch {
    throw new NotTransferableError(where, "the platform can't copy it");
  }
}

function isCopied(part: object): part is Copied {
  if (ArrayBuffer.isView(part)) return part.buffer instanceof ArrayBuffer; // not one of shared memory
  return part instanceof Date || part instanceof RegExp || part instanceof ArrayBuffer;
}

/** As `encode`, for the arguments of a call. */
export function encodeAll(values: readonly unknown[], path: string): readonly Encoded[] {
  const list: Encoded[] = [];
  // By index, not by a method of the array: the array may bring its own.
  for (let i = 0; i < values.length; i++) list.push(encode(values[i], `${path}[${i}]`));
  return list;
}

/** The modules that have to be loaded before `value` can be decoded: they declare the classes. */
export function modulesOf(value: Encoded): ReadonlySet<string> {
  const modules = new Set<string>();
  const look = (part: Encoded): void => {
    if (typeof part !== "object" || part === null) return;
    if ("list" in part) part.list.forEach(look);
    else if ("record" in part) for (const [, item] of part.record) look(item);
    else if ("map" in part) for (const pair of part.map) pair.forEach(look);
    else if ("set" in part) part.set.forEach(look);
    else if ("shared" in part && part.shared.class.module !== null) modules.add(part.shared.class.module);
  };
  look(value);
  return modules;
}

/**
 * The value again, in the thread it was posted to.
 * @throws {NotTransferableError} when a class is not declared by this thread's modules.
 */
export function decode(value: Encoded): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("list" in value) return value.list.map(decode);
  if ("record" in value) return Object.fromEntries(value.record.map(([key, item]) => [key, decode(item)]));
  if ("map" in value) return new Map(value.map.map(([key, item]) => [decode(key), decode(item)]));
  if ("set" in value) return new Set(value.set.map(decode));
  if ("copy" in value) return value.copy;
  if ("error" in value) return errorFrom(value.error);
  const { class: key, at } = value.shared;
  const attach = (key.module === null ? builtIn : declared()).get(key.name);
  if (!attach) throw new NotTransferableError(key.name, "its class is not declared in this thread's modules");
  return attach(at);
}
