import { isObject } from "./accessors.ts";

/** How an object of the program's own text was made: what is put on it later is part of what its thread knows. */
export interface Shape {
  readonly parent: object | null;
  readonly entries: ReadonlyMap<PropertyKey, PropertyDescriptor>;
}

interface AsMade {
  readonly own: Shape;
  readonly prototype: Shape;
}

const classes = new WeakMap<object, AsMade>();

/** Remembers a class that has its methods, and no values yet. */
export function rememberClass(type: { readonly prototype: object }): void {
  classes.set(type, { own: shapeOf(type), prototype: shapeOf(type.prototype) });
}

export function classAsMade(type: object): AsMade | null {
  return classes.get(type) ?? null;
}

function shapeOf(object: object): Shape {
  const entries = new Map<PropertyKey, PropertyDescriptor>();
  for (const key of Reflect.ownKeys(object)) {
    const found = Reflect.getOwnPropertyDescriptor(object, key);
    if (found) entries.set(key, found);
  }
  return { parent: Reflect.getPrototypeOf(object), entries };
}

export function isSame(one: PropertyDescriptor, other: PropertyDescriptor): boolean {
  return (
    Object.is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set &&
    one.writable === other.writable &&
    one.enumerable === other.enumerable &&
    one.configurable === other.configurable
  );
}

/** What instances of a function inherit from; null where that is still what the function was made with, or nothing. */
export function otherPrototypeOf(f: object): unknown {
  const prototype: unknown = Reflect.getOwnPropertyDescriptor(f, "prototype")?.value;
  if (!isObject(prototype)) return prototype ?? null;
  const keys = Reflect.ownKeys(prototype);
  const isPlain = Reflect.getPrototypeOf(prototype) === Object.prototype;
  if (keys.length === 0) return isPlain ? prototype : null; // that of a generator is empty
  const own = Reflect.getOwnPropertyDescriptor(prototype, "constructor");
  return isPlain && keys.length === 1 && own?.value === f && own.enumerable === false ? null : prototype;
}
