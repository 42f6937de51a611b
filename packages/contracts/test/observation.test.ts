import { expect, test } from "vitest";
import { plain } from "../src/index.ts";

test("takes what JSON can say", () => {
  for (const value of [null, true, 0, -1.5, "", [], {}, { a: [{ b: null }] }])
    expect(plain.safeParse(value).success).toBe(true);
});

test.each([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["infinity", -Infinity],
  ["a function", () => 0],
  ["a big integer", 1n],
  ["a hole", { a: undefined }],
])("refuses %s", (_name, value) => {
  expect(plain.safeParse(value).success).toBe(false);
});

test("refuses nesting without end before it has walked it", () => {
  let deep: unknown = 0;
  for (let i = 0; i < 100_000; i++) deep = [deep];

  expect(plain.safeParse(deep).success).toBe(false);
});
