import type { Hash } from "../hash.ts";
import type { Extent } from "../operation.ts";
import { ExploredPromise } from "../async/promise.ts";
import { classAsMade, isSame, otherPrototypeOf, type Shape } from "./as-made.ts";
import { Cursor } from "./cursor.ts";
import { Handle } from "./handle.ts";
import { Hidden } from "./hidden.ts";
import { Known } from "./known.ts";
import { Stamp } from "./stamp.ts";

/** Said for a variable whose declaration has not been reached. */
export const UNSET = Symbol("unset");

/** Private fields of the program's classes, by prototype. */
export type PrivateReader = (object: object) => readonly unknown[] | null;
const privateReaders = new WeakMap<object, PrivateReader>();
const prototypes = new WeakMap<object, object>();

/** From now on objects with this prototype are known to be instances of the class. */
export function knowClass(type: object, prototype: object): void {
  prototypes.set(prototype, type);
}
export function knowPrivates(prototype: object, reader: PrivateReader): void {
  privateReaders.set(prototype, reader);
}

const natives = new WeakMap<object, number>();
let nativeCount = 0;
function numberOf(value: object): number {
  let number = natives.get(value);
  if (number === undefined) natives.set(value, (number = ++nativeCount));
  return number;
}

const known: ReadonlyMap<object | null, number> = new Map<object | null, number>([
  [null, 1],
  [Object.prototype, 2],
  [Array.prototype, 3],
  [Map.prototype, 4],
  [Set.prototype, 5],
  [Date.prototype, 6],
  [RegExp.prototype, 7],
  [Uint8Array.prototype, 8],
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(
    ({ prototype }, i): [object, number] => [prototype, 10 + i],
  ),
]);

/** Takes in values by content: two that a program can't tell apart are taken in alike, in whichever run they were made. */
export class ValueHash {
  readonly #hash: Hash;
  readonly #seen = new Map<object, number>();
  /** Whether everything could be looked into. */
  isExact = true;
  #hasThreads = false;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  get extent(): Extent {
    if (!this.isExact) return "unknown";
    return this.#hasThreads ? "with-threads" : "exact";
  }

  add(value: unknown): void {
    const hash = this.#hash;
    switch (typeof value) {
      case "number":
        hash.add(1);
        return hash.addNumber(value);
      case "string":
        hash.add(2);
        return this.#hash.addText(value);
      case "boolean":
        return hash.add(value ? 3 : 4);
      case "undefined":
        return hash.add(5);
      case "bigint":
        hash.add(6);
        return this.#hash.addText(String(value));
      case "symbol":
        hash.add(7);
        if (value !== UNSET) this.#symbol(value);
        return;
      case "function":
        return this.#object(value, () => this.#function(value));
      case "object":
        if (value === null) return hash.add(8);
        return this.#object(value, () => this.#content(value));
    }
  }

  #symbol(symbol: symbol): void {
    if (Symbol.keyFor(symbol) === undefined && !wellKnown.has(symbol)) this.isExact = false;
    this.#hash.addText(String(symbol));
  }

  /** An object that was met before is its number: so cycles end, and what is one object is no copy of it. */
  #object(object: object, content: () => void): void {
    const before = this.#seen.get(object);
    if (before !== undefined) {
      this.#hash.add(9);
      return this.#hash.add(before);
    }
    this.#seen.set(object, this.#seen.size);
    this.#hash.add(10);
    content();
  }

  // oxlint-disable-next-line typescript/no-unsafe-function-type -- any function
  #function(value: Function): void {
    const code = Stamp.of(value);
    if (!code) return this.#native(value);
    this.#hash.add(11);
    this.#hash.add(code.id);
    this.#hash.addText(String(Reflect.getOwnPropertyDescriptor(value, "name")?.value));
    this.#hash.addNumber(Number(Reflect.getOwnPropertyDescriptor(value, "length")?.value));
    for (const captured of code.captures?.() ?? []) this.add(captured);
    if (code.isArrow) this.add(code.receiver);
    if (code.isClass) return this.#class(value);
    this.#properties(value, functionKeys);
    const prototype = otherPrototypeOf(value);
    if (prototype !== null) this.add(prototype);
    const parent = Reflect.getPrototypeOf(value);
    if (code.steps && typeof parent !== "function") this.add(parent);
  }

  /** A class's own values, and what its prototype has got since: not its methods, which are part of the program. */
  #class(value: object): void {
    for (const own of privateReaders.get(value)?.(value) ?? []) this.add(own);
    const { own, prototype } = classAsMade(value) ?? {};
    if (!own || !prototype) return this.#properties(value, functionKeys);
    this.#changes(value, own);
    const parent = Reflect.getPrototypeOf(value);
    if (Stamp.of(parent)) this.add(parent);
    const instances: unknown = Reflect.get(value, "prototype");
    if (typeof instances === "object" && instances) this.#changes(instances, prototype);
  }

  /** What differs from how it was made. */
  #changes(object: object, { parent, entries }: Shape): void {
    let unchanged = 0;
    for (const key of Reflect.ownKeys(object)) {
      const found = Reflect.getOwnPropertyDescriptor(object, key);
      const before = entries.get(key);
      if (!found) continue;
      const isUnchanged = before !== undefined && isSame(before, found);
      if (isUnchanged) unchanged++;
      if (!isUnchanged || hasOwnValues(found.value)) this.#property(key, found);
    }
    if (unchanged < entries.size) for (const key of entries.keys()) if (!Object.hasOwn(object, key)) this.add(key);
    this.#hash.add(16);
    if (Reflect.getPrototypeOf(object) !== parent) this.add(Reflect.getPrototypeOf(object));
    if (!Object.isExtensible(object)) this.#hash.add(15);
  }

  /** What belongs to the language or to us is the same object in all runs. */
  #native(value: object): void {
    this.#hash.add(12);
    this.#hash.add(numberOf(value));
    if (!Object.isFrozen(value)) this.isExact = false;
  }

  #content(object: object): void {
    const hash = this.#hash;
    if (Handle.is(object)) {
      hash.add(13);
      hash.addHash(Handle.hashOf(object));
      this.#kind(object);
      if (Handle.isThread(object)) this.#hasThreads = true;
      for (const value of Handle.knownOf(object)) this.add(value);
      return;
    }
    if (Known.is(object)) {
      hash.add(17);
      for (const value of object.known) this.add(value);
      return hash.add(18);
    }
    if (ExploredPromise.is(object)) {
      hash.add(19);
      for (const value of ExploredPromise.knownOf(object)) this.add(value);
      return this.#properties(object, noKeys);
    }
    const behind = Hidden.of(object);
    if (behind) {
      hash.add(20);
      this.add(behind);
      return this.#properties(object, noKeys);
    }
    if (object instanceof Cursor) {
      hash.add(14);
      const { list, index, isExact } = object;
      if (!isExact) this.isExact = false;
      this.add(list);
      return hash.add(index);
    }
    const prototype: object | null = Reflect.getPrototypeOf(object);
    const kind = known.get(prototype);
    if (kind !== undefined) hash.add(kind + 20);
    else this.#prototype(prototype);
    if (object instanceof Map) {
      for (const [key, value] of object) {
        this.add(key);
        this.add(value);
      }
      hash.add(object.size);
    } else if (object instanceof Set) {
      for (const value of object) this.add(value);
      hash.add(object.size);
    } else if (object instanceof Date) this.add(Number(object));
    else if (object instanceof RegExp) this.add(String(object));
    this.#properties(object, noKeys);
    if (!Object.isExtensible(object)) hash.add(15);
  }

  /** The class of a shared object, and what a subclass of the program keeps in it. */
  #kind(handle: object): void {
    const prototype = Reflect.getPrototypeOf(handle);
    const type = prototype === null ? undefined : prototypes.get(prototype);
    if (!prototype || !type) return this.#hash.add(prototype ? numberOf(prototype) : 0);
    this.add(type);
    this.#privates(handle);
  }

  #prototype(prototype: object | null): void {
    const type = prototype === null ? undefined : prototypes.get(prototype);
    if (!prototype || !type) {
      this.isExact = false;
      return;
    }
    this.add(type);
  }

  #privates(object: object): void {
    for (let prototype = Reflect.getPrototypeOf(object); prototype; prototype = Reflect.getPrototypeOf(prototype)) {
      const privates = privateReaders.get(prototype)?.(object);
      for (const value of privates ?? []) this.add(value);
    }
  }

  #properties(object: object, without: ReadonlySet<PropertyKey>): void {
    this.#privates(object);
    for (const key of Reflect.ownKeys(object)) {
      if (without.has(key)) continue;
      const found = Reflect.getOwnPropertyDescriptor(object, key);
      if (found) this.#property(key, found);
    }
    this.#hash.add(16);
  }

  #property(key: PropertyKey, found: TypedPropertyDescriptor<unknown>): void {
    // Most can be written to, seen and taken away.
    const isFixed = found.writable !== true;
    const [isHidden, isKept] = [found.enumerable !== true, found.configurable !== true];
    if (isFixed || isHidden || isKept) this.#hash.add(30 + (isFixed ? 1 : 0) + (isHidden ? 2 : 0) + (isKept ? 4 : 0));
    this.add(key);
    if (found.get || found.set) {
      this.add(found.get);
      this.add(found.set);
    } else this.add(found.value);
  }
}

/** Whether a method may have got more than its name and length. */
function hasOwnValues(value: unknown): boolean {
  return typeof value === "function" && !Stamp.of(value)?.isClass && Reflect.ownKeys(value).length > 2;
}

const noKeys: ReadonlySet<PropertyKey> = new Set();
const functionKeys: ReadonlySet<PropertyKey> = new Set(["length", "name", "prototype", "arguments", "caller"]);
const wellKnown: ReadonlySet<unknown> = new Set(
  Reflect.ownKeys(Symbol).map((key): unknown => Reflect.get(Symbol, key)),
);
