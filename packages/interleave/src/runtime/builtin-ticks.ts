// oxlint-disable typescript/unbound-method -- they are compared with what is called
const { prototype: array } = Array;
const { prototype: text } = String;
const { prototype: map } = Map;
const { prototype: set } = Set;

/** Built-ins that take the same time whatever they are given. */
const constant: ReadonlySet<unknown> = new Set<unknown>(
  [
    [array.push, array.pop, array.at, array.entries, array.keys, array.values],
    [text.at, text.charAt, text.charCodeAt, text.codePointAt],
    [map.get, map.set, map.has, map.delete, map.entries, map.keys, map.values],
    [set.add, set.has, set.delete, set.values],
    [Array.isArray, Object.freeze, Object.is, Object.hasOwn, Object.prototype.hasOwnProperty],
    [Number.isInteger, Number.isFinite, Number.isNaN, Number.isSafeInteger, Boolean],
  ].flat(),
);

/** Those that compare: n log n. */
const sorting: ReadonlySet<unknown> = new Set<unknown>([array.sort, array.toSorted]);

/**
 * Work of a built-in, in ticks: as much as what it was given and what it answered is long. Without this, the serial part of
 * a program could be hidden in one call. Not seen: how deep what it was given is nested, beyond the length of the answer.
 */
export function ticksOfBuiltin(f: unknown, receiver: unknown, args: readonly unknown[], answer: unknown): number {
  if (constant.has(f)) return 1;
  let length = lengthOf(receiver);
  for (const arg of args) length += lengthOf(arg);
  if (sorting.has(f)) return 1 + Math.ceil(length * Math.log2(length + 2));
  return 1 + Math.max(length, answer === receiver ? 0 : lengthOf(answer));
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  if (typeof value !== "object" || value === null) return 0;
  if (value instanceof Map || value instanceof Set) return value.size;
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value.byteLength : 0;
}
