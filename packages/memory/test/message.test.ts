import { describe, expect, test } from "vitest";
import { Cell, i32, NotTransferableError, struct } from "../src/index.ts";
import { evaluating, pack, unpack } from "../src/seam.ts";

const there = (value: unknown) => unpack(Uint8Array.from(pack(value)));

describe("a packed value", () => {
  test.each([
    ["numbers", [0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 0.1, Number.NaN, -Infinity, Number.MAX_SAFE_INTEGER]],
    ["texts", ["", "plain", "é", "中文 🎈", "x".repeat(48), "x".repeat(49), "中".repeat(70_000)]],
    ["nothing and truth", [undefined, null, true, false]],
    ["big integers", [10n ** 30n, -1n]],
    ["bytes", [new Uint8Array(), new Uint8Array([1, 2, 255]), new Uint8Array(100_000).fill(7)]],
    ["records", [{}, { id: 1, name: "a", inner: { list: [1, [2, { deep: null }]] } }, { 中: 1, "": 2 }]],
    ["long lists", [Array.from({ length: 1000 }, (_unused, i) => ({ i }))]],
    ["keys with a meaning in the language", JSON.parse('[{ "__proto__": 1, "constructor": 2, "toString": 3 }]')],
    ["collections", [new Map([[{ k: 1 }, new Set(["a", new Date(5)])]])]],
    ["what the platform copies", [new Date(0), /a+/giu, new Float64Array([1.5]), new Uint16Array([9]).buffer]],
  ])("is the same value again: %s", (_what, values) => {
    for (const value of values) expect(there(value)).toStrictEqual(value);
  });

  test("keeps an error's class, text, stack and code", () => {
    const error = Object.assign(new RangeError("too far"), { code: "far" });
    const again = there({ error });

    expect(again).toMatchObject({ error: { name: "RangeError", message: "too far", code: "far", stack: error.stack } });
    expect(there(error)).toBeInstanceOf(RangeError);
  });

  test("gives a part of a larger buffer alone", () => {
    const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);

    expect(there(part)).toStrictEqual(new Uint8Array([2, 3]));
  });

  test("holds shared objects by reference, wherever in it they are", () => {
    const Till = evaluating("till", () => struct("Till", { left: i32 }));
    const till = new Till({ left: 3 });
    const cell = new Cell(5);
    const again = there(new Map<string, unknown>([["all", [{ till, cell }]]]));

    till.left = 9;
    cell.store(6);
    const [parts] = again instanceof Map ? again.get("all") : [];
    expect([parts.till.left, parts.cell.load()]).toEqual([9, 6]);
  });

  test("is refused with the place of what can't cross", () => {
    expect(() => pack({ list: [1, () => 0] })).toThrow(/list\[1\]/);
    expect(() => pack({ list: [Symbol("s")] })).toThrow(NotTransferableError);
    expect(() => pack(new Uint8Array(new SharedArrayBuffer(4)))).toThrow(NotTransferableError);
    expect(() => pack(Object.create(Date.prototype, { run: { value: () => 0, enumerable: true } }))).toThrow(
      NotTransferableError,
    );
  });

  test("is not disturbed by a getter that packs", () => {
    const inner = new Map([["x", 1]]);
    const value = {
      before: "b",
      get nested() {
        return unpack(pack({ inner, text: "of the getter" }));
      },
      after: [1, 2],
    };

    expect(there(value)).toEqual({ before: "b", nested: { inner, text: "of the getter" }, after: [1, 2] });
  });

  test.each([Number.NaN, -5, 1.5, "2"])(
    "is of the bytes that there are, whatever they say of their length: %s",
    (length) => {
      const lying = Object.defineProperty(new Uint8Array([1, 2]), "length", { value: length });

      expect(Array.from(new Uint8Array(Object(there(lying))).subarray(0, 2))).toEqual([1, 2]);
    },
  );

  test("keeps records of many kinds apart, in any order of their keys", () => {
    const records = Array.from({ length: 6000 }, (_unused, i) =>
      i % 2 === 0 ? { a: i, [`k${i}`]: 1 } : { b: 1, a: i },
    );

    expect(records.map(there)).toEqual(records);
  });

  test("packs again after a getter threw", () => {
    const bad = {
      get it(): number {
        throw new RangeError("mine");
      },
    };

    expect(() => pack(bad)).toThrow("mine");
    expect(there({ a: 1 })).toEqual({ a: 1 });
  });
});
