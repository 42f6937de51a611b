type Accessor = (...args: never[]) => unknown;

/** Puts a getter or setter in place, beside the other one if that is there. */
export function defineAccessor(
  object: object,
  kind: "get" | "set",
  key: PropertyKey,
  f: Accessor,
  enumerable: boolean,
): void {
  const before = Reflect.getOwnPropertyDescriptor(object, key);
  const descriptor: PropertyDescriptor & Partial<Record<"get" | "set", Accessor>> = { enumerable, configurable: true };
  if (before?.get) descriptor.get = before.get;
  if (before?.set) descriptor.set = before.set;
  Object.defineProperty(object, key, Object.assign(descriptor, { [kind]: f }));
}

/** The getter or setter that answers for a property of an object; undefined where a plain value does, or nothing. */
export function accessorOf(object: unknown, key: PropertyKey, kind: "get" | "set"): unknown {
  let from: object | null = isObject(object) ? object : null;
  for (; from; from = Reflect.getPrototypeOf(from)) {
    const found = Reflect.getOwnPropertyDescriptor(from, key);
    if (found) return found[kind];
  }
  return undefined;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
