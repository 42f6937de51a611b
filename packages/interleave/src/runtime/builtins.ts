import { LocalFrame, type ThreadRoot } from "./local-state.ts";
import type { Runtime } from "./runtime.ts";
import { type Running, Stamp, type Steps } from "./stamp.ts";

/** Calls a built-in step by step, where what it is given has steps; null where it can be called as it is. */
type Twin = (rt: Runtime, receiver: unknown, args: readonly unknown[]) => Begin | null;

/** Begins once the frame of the caller is known. */
type Begin = (up: LocalFrame | ThreadRoot | null) => Running;

/** One call of a callback, with all that the built-in still knows. */
type Call = (args: readonly unknown[], ...known: readonly unknown[]) => Running;

type ArrayBody = (list: readonly unknown[], call: Call, args: readonly unknown[]) => Running;

let places = 0;

/** A method of arrays that calls its first argument. */
function ofArray(body: ArrayBody): Twin {
  const place = -1000 - places++;
  return (rt, receiver, args) => {
    const [f, ...more] = args;
    if (!hasSteps(f) || !Array.isArray(receiver) || Reflect.getPrototypeOf(receiver) !== Array.prototype) return null;
    const list: readonly unknown[] = receiver;
    return (up) => {
      const call: Call = (given, ...known) => rt.run(f, more[0], given, new LocalFrame(up, place, [list, f, ...known]));
      return body(list, call, more);
    };
  };
}

function hasSteps(value: unknown): boolean {
  return Stamp.of(value)?.steps !== undefined && Stamp.of(value)?.steps !== null;
}

/** Goes through the elements that are there, as the built-ins do. */
function* each(list: readonly unknown[], visit: (value: unknown, index: number) => Running): Running {
  const { length } = list;
  for (let i = 0; i < length; i++) {
    if (!(i in list)) continue;
    if ((yield* visit(list[i], i)) === STOP) return STOP;
  }
  return undefined;
}
const STOP = Symbol("stop");

function* sorted(list: readonly unknown[], call: Call): Running {
  // Merge sort from the bottom: stable, as the engine's.
  const real = list.filter((value) => value !== undefined);
  let runs: unknown[][] = real.map((value) => [value]);
  while (runs.length > 1) {
    const merged: unknown[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left = [], right = []] = [runs[i], runs[i + 1]];
      const out: unknown[] = [];
      let [l, r] = [0, 0];
      while (l < left.length && r < right.length) {
        const order = Number(yield* call([left[l], right[r]], runs, merged, out, l, r));
        if (order > 0) out.push(right[r++]);
        else out.push(left[l++]);
      }
      merged.push([...out, ...left.slice(l), ...right.slice(r)]);
    }
    runs = merged;
  }
  return [...(runs[0] ?? []), ...Array.from({ length: list.length - real.length }, () => undefined)];
}

function* found(list: readonly unknown[], call: Call, fromEnd: boolean): Running {
  for (let i = 0; i < list.length; i++) {
    const index = fromEnd ? list.length - 1 - i : i;
    if (yield* call([list[index], index, list], i)) return index;
  }
  return -1;
}

function* reduced(list: readonly unknown[], call: Call, rest: readonly unknown[], fromEnd: boolean): Running {
  const indexes = [...list.keys()].filter((i) => i in list);
  if (fromEnd) indexes.reverse();
  let from = 0;
  let sum: unknown;
  if (rest.length > 0) [sum] = rest;
  else if (indexes.length === 0) throw new TypeError("Reduce of empty array with no initial value");
  else sum = list[indexes[from++] ?? 0];
  for (const index of indexes.slice(from)) sum = yield* call([sum, list[index], index, list], index, sum);
  return sum;
}

function* mapped(list: readonly unknown[], call: Call): Running {
  const out: unknown[] = Array.from({ length: list.length });
  for (let i = 0; i < list.length; i++) if (!(i in list)) Reflect.deleteProperty(out, i);
  yield* each(list, function* (value, i) {
    out[i] = yield* call([value, i, list], i, out);
    return undefined;
  });
  return out;
}

// oxlint-disable typescript/unbound-method -- they are compared with what is called, and called with a receiver
const array = Array.prototype;

/** The built-ins that programs commonly give functions to. */
// oxlint-disable-next-line typescript/no-unsafe-function-type -- keys are built-ins
export const builtins = new Map<Function, Twin>([
  [array.forEach, ofArray((list, call) => each(list, (value, i) => call([value, i, list], i)))],
  [array.map, ofArray((list, call) => mapped(list, call))],
  [
    array.filter,
    ofArray(function* (list, call) {
      const out: unknown[] = [];
      yield* each(list, function* (value, i) {
        if (yield* call([value, i, list], i, out)) out.push(value);
        return undefined;
      });
      return out;
    }),
  ],
  [
    array.some,
    ofArray(function* (list, call) {
      return (
        (yield* each(list, function* (value, i) {
          return (yield* call([value, i, list], i)) ? STOP : undefined;
        })) === STOP
      );
    }),
  ],
  [
    array.every,
    ofArray(function* (list, call) {
      return (
        (yield* each(list, function* (value, i) {
          return (yield* call([value, i, list], i)) ? undefined : STOP;
        })) !== STOP
      );
    }),
  ],
  [
    array.find,
    ofArray(function* (list, call) {
      const index = yield* found(list, call, false);
      return typeof index === "number" ? list[index] : undefined;
    }),
  ],
  [
    array.findLast,
    ofArray(function* (list, call) {
      const index = yield* found(list, call, true);
      return typeof index === "number" ? list[index] : undefined;
    }),
  ],
  [array.findIndex, ofArray((list, call) => found(list, call, false))],
  [
    array.findLastIndex,
    ofArray(function* (list, call) {
      const index = Number(yield* found(list, call, true));
      return index < 0 ? -1 : index;
    }),
  ],
  [array.reduce, ofArray((list, call, rest) => reduced(list, call, rest, false))],
  [array.reduceRight, ofArray((list, call, rest) => reduced(list, call, rest, true))],
  [
    array.flatMap,
    ofArray(function* (list, call) {
      const out = yield* mapped(list, call);
      return Array.isArray(out) ? out.flat() : out;
    }),
  ],
  [
    array.sort,
    ofArray(function* (list, call) {
      const out = yield* sorted(list, call);
      if (!Array.isArray(out) || !Array.isArray(list)) return list;
      for (const [i, value] of out.entries()) list[i] = value;
      return list;
    }),
  ],
  [array.toSorted, ofArray((list, call) => sorted(list, call))],
  [Array.from, arrayFrom],
  [Map.prototype.forEach, collectionForEach],
  [Set.prototype.forEach, collectionForEach],
  [
    Function.prototype.call,
    (rt, f, [receiver, ...args]) => (hasSteps(f) ? (up) => rt.run(f, receiver, args, up) : null),
  ],
  [
    Function.prototype.apply,
    (rt, f, [receiver, args]) =>
      hasSteps(f) ? (up) => rt.run(f, receiver, Array.isArray(args) ? args : [], up) : null,
  ],
  [Function.prototype.bind, bind],
  [
    Reflect.apply,
    (rt, _receiver, [f, receiver, args]) =>
      hasSteps(f) && Array.isArray(args) ? (up) => rt.run(f, receiver, args, up) : null,
  ],
]);

/** It would make promises of the language's own, whose jobs nobody explores. */
const fromAsync: unknown = Reflect.get(Array, "fromAsync");
if (typeof fromAsync === "function")
  builtins.set(fromAsync, (rt) => rt.refuse("Array.fromAsync can't be explored. Write a loop with for await."));

function arrayFrom(rt: Runtime, _receiver: unknown, [source, f, receiver]: readonly unknown[]): Begin | null {
  if (!hasSteps(f)) return null;
  const items: ArrayLike<unknown> | Iterable<unknown> = Object(source);
  const list = Array.from(items);
  return function* (up): Running {
    const out: unknown[] = [];
    for (let i = 0; i < list.length; i++)
      out.push(yield* rt.run(f, receiver, [list[i], i], new LocalFrame(up, -2000, [list, f, i, out])));
    return out;
  };
}

function collectionForEach(rt: Runtime, receiver: unknown, [f, self]: readonly unknown[]): Begin | null {
  if (!hasSteps(f) || !(receiver instanceof Map || receiver instanceof Set)) return null;
  const entries: readonly (readonly [unknown, unknown])[] = [...receiver.entries()];
  return function* (up): Running {
    for (const [i, [key, value]] of entries.entries())
      yield* rt.run(f, self, [value, key, receiver], new LocalFrame(up, -2001, [receiver, f, i]));
    return undefined;
  };
}

function bind(_rt: Runtime, f: unknown, [receiver, ...first]: readonly unknown[]): Begin | null {
  const code = Stamp.of(f);
  const { steps } = code ?? {};
  if (!code || !steps || typeof f !== "function") return null;
  const bound: unknown = Reflect.apply(Function.prototype.bind, f, [receiver, ...first]);
  const self = code.isArrow ? code.receiver : receiver;
  const boundSteps: Steps = (...args: unknown[]) => Reflect.apply(steps, self, [...first, ...args]);
  if (typeof bound !== "function") return null;
  const made = new Stamp(bound, { ...code, steps: boundSteps, captures: () => [f, self, ...first], isArrow: false });
  // oxlint-disable-next-line require-yield -- it is made at once
  return function* (): Running {
    return made;
  };
}
