import { defineAccessor } from "./accessors.ts";
import type { Runtime } from "./runtime.ts";
import { type Code, Stamp, type Steps } from "./stamp.ts";
import { rememberClass } from "./as-made.ts";
import { knowClass } from "./value-hash.ts";

type Key = readonly [isStatic: boolean, key: PropertyKey];

interface ClassLike {
  readonly prototype: object;
}

/** Makes of a class as it was generated the class that the program sees: its methods are plain functions again. */
export function finishClass(
  rt: Runtime,
  init: Steps | null,
  type: ClassLike,
  name: string,
  id: number,
  captures: Code["captures"],
  accessors: readonly (readonly ["get" | "set", boolean, PropertyKey])[],
  own: readonly Key[],
  lengths: readonly (readonly [boolean, PropertyKey, number])[],
  asyncs: readonly (readonly [...Key, isGenerator: boolean])[],
): object {
  const { prototype } = type;
  for (const [i, [kind, isStatic, key]] of accessors.entries()) {
    const home = isStatic ? type : prototype;
    const steps: unknown = Reflect.get(home, rt.key(i));
    Reflect.deleteProperty(home, rt.key(i));
    if (!isSteps(steps)) continue;
    const plain =
      kind === "get"
        ? {
            get [key](): unknown {
              return rt.sync(steps, this, []);
            },
          }
        : {
            set [key](value: unknown) {
              rt.sync(steps, this, [value]);
            },
          };
    const f = Reflect.getOwnPropertyDescriptor(plain, key)?.[kind];
    if (!f) continue;
    stamp(f, steps, id + i + 1);
    defineAccessor(home, kind, key, f, false);
  }
  for (const home of [prototype, type]) {
    const isStatic = home === type;
    for (const key of Reflect.ownKeys(home)) {
      const steps = Reflect.getOwnPropertyDescriptor(home, key)?.value;
      if (key === "constructor" || !isSteps(steps) || Stamp.of(steps)) continue;
      if (own.some(([where, mine]) => where === isStatic && mine === key)) continue;
      const length = lengths.find(([where, mine]) => where === isStatic && mine === key)?.[2] ?? 0;
      const found = asyncs.find(([where, mine]) => where === isStatic && mine === key);
      const called = found ? (found[2] ? rt.asyncGenerator(steps) : rt.async(steps)) : steps;
      Object.defineProperty(home, key, {
        value: methodOf(rt, key, called, length, id),
        writable: true,
        enumerable: false,
        configurable: true,
      });
    }
  }
  if (Reflect.getOwnPropertyDescriptor(type, "name")?.writable === false)
    Object.defineProperty(type, "name", { value: name, configurable: true });
  knowClass(type, prototype);
  rememberClass(type);
  return new Stamp(type, { id, steps: null, captures, isArrow: false, receiver: undefined, init, isClass: true });
}

function methodOf(rt: Runtime, key: PropertyKey, steps: Steps, length: number, id: number): object {
  const made = {
    [key](this: unknown, ...args: unknown[]): unknown {
      return rt.sync(steps, this, args);
    },
  };
  const f: unknown = Reflect.get(made, key);
  if (typeof f !== "function") throw new RangeError("a method was not made");
  Object.defineProperty(f, "length", { value: length, configurable: true });
  return stamp(f, steps, id);
}

function stamp(f: object, steps: Steps, id: number): object {
  return new Stamp(f, { id, steps, captures: null, isArrow: false, receiver: undefined, init: null, isClass: false });
}

const GeneratorFunction: unknown = Object.getPrototypeOf(function* () {});

function isSteps(value: unknown): value is Steps {
  return typeof value === "function" && Reflect.getPrototypeOf(value) === GeneratorFunction;
}
