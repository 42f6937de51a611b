import { describe, expect, test } from "vitest";
import { transform } from "../../src/index.ts";
import { programs } from "./programs.ts";
import { randomText } from "./random-text.ts";
import { plainly, transformed } from "./run-both.ts";

describe("a transformed program of one thread answers what it answers untransformed", () => {
  test.each(Object.entries(programs))("%s", async (_name, text) => {
    expect(await transformed(text)).toBe(await plainly(text));
  });
});

test("a name that is written with escapes doesn't reach the runtime", async () => {
  const text = `export function main() { return typeof \\u0024_ + typeof \\u0024_\\u{75}; }`;

  expect(transform(text, { file: "program.js" }).code).not.toMatch(/\(\(\$_\)=>/);
  expect(await transformed(text)).toBe('"undefinedundefined"');
});

/** LOCKSTEP_RANDOM_PROGRAMS=3000 for a long run. */
const PROGRAMS = Number(process.env["LOCKSTEP_RANDOM_PROGRAMS"] ?? 300);

test("so do random programs", async () => {
  const different: number[] = [];
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const text = randomText(seed);
    if ((await transformed(text)) !== (await plainly(text))) different.push(seed);
  }

  expect(different).toEqual([]);
});

const lengthOfChain = (calls: number) =>
  transform(`export const f = (a) => a${".b()".repeat(calls)};`, { file: "" }).code.length;

test("a chain of calls grows the text no faster than itself, though each call says what it calls", () => {
  expect(lengthOfChain(400)).toBeLessThan(2.5 * lengthOfChain(200));
});
