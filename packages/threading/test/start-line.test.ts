import { decode, encode } from "@lockstep/memory/seam";
import { expect, test } from "vitest";
import { createStartLine, StartLine } from "../src/start-line.ts";

/** What a worker is to run, with one argument. */
const startWith = (argument: unknown) => ({
  number: 1,
  name: "main",
  daemon: false,
  at: 0,
  target: { module: "file:///a.ts", name: "main", source: "" },
  args: [encode(argument)],
  fields: null,
  delayMs: null,
  isAsync: false,
});

/** What the worker's threads are given, round by round; each of them changes it. */
function givenInTurn(given: readonly unknown[], change: (value: unknown) => void): unknown[] {
  const line = new StartLine(createStartLine());
  return given.map((argument) => {
    line.pass(startWith(argument));
    const value = decode(line.await(1).args[0]);
    const before = structuredClone(value);
    change(value);
    return before;
  });
}

const fill = (value: unknown) => value instanceof Uint8Array && value.fill(7);
const add = (value: unknown) => Array.isArray(value) && value.push(7);

test("a thread that is started as the one before it gets nothing that that one has changed", () => {
  expect(givenInTurn([Uint8Array.of(1), Uint8Array.of(1)], fill)).toEqual([Uint8Array.of(1), Uint8Array.of(1)]);
  expect(givenInTurn([[Uint8Array.of(1)], [Uint8Array.of(1)]], add)).toEqual([[Uint8Array.of(1)], [Uint8Array.of(1)]]);
});

test("a thread that is started otherwise than the one before it is given its own", () => {
  expect(givenInTurn([1, 1, 2, "two", -0], () => undefined)).toEqual([1, 1, 2, "two", -0]);
});
