import { expect, test } from "vitest";
import { NotPlainError, plainCopy } from "../src/index.ts";

test("reads each property once: a liar has one chance", () => {
  let reads = 0;
  const liar = {
    get sold() {
      return ++reads;
    },
  };

  const copy = plainCopy({ liar });

  expect([copy, copy]).toEqual([{ liar: { sold: 1 } }, { liar: { sold: 1 } }]);
});

test("does not ask toJSON", () => {
  expect(plainCopy({ sold: 1, toJSON: undefined })).toEqual({ sold: 1, toJSON: null });
  expect(() => plainCopy({ toJSON: () => ({ sold: 99 }) })).toThrow(NotPlainError);
});

test.each([
  ["a function", () => 0],
  ["a symbol", Symbol("x")],
  ["not a number", Number.NaN],
  ["infinity", Infinity],
  ["a big integer", 1n],
])("refuses %s", (_name, value) => {
  expect(() => plainCopy({ value })).toThrow(NotPlainError);
});

test("refuses what is nested without end, or has no end", () => {
  const round: { self?: unknown } = {};
  round.self = round;

  expect(() => plainCopy(round)).toThrow(/nested/);
  expect(() => plainCopy(Object.assign([], { length: 1e9 }))).toThrow(/items/);
  expect(() => plainCopy(new Proxy([], { get: (_target, key) => (key === "length" ? 1e9 : 0) }))).toThrow(/items/);
});
