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
    const value = decode(line.read(1).args[0]);
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

const nobody = () => undefined;
const isChangeable = { configurable: true, writable: true };

/** Main and a thread of number 2; main is over. */
function lineOfTwo({ daemon }: { readonly daemon: boolean }): StartLine {
  const line = new StartLine(createStartLine());
  line.begin();
  line.pass(startWith(1));
  line.pass({ ...startWith(1), number: 2, daemon });
  line.over(1);
  return line;
}

test("a round is over when all of its threads but daemons are", () => {
  expect(lineOfTwo({ daemon: false }).awaitAll(1, nobody)).toBe(false);
  const line = lineOfTwo({ daemon: true });

  expect(line.awaitAll(1, nobody)).toBe(true);
  expect(line.places().filter((place) => line.isOver(place))).toEqual([1]);
});

test("a daemon that is over counts for nobody else", () => {
  const line = lineOfTwo({ daemon: true });
  line.pass({ ...startWith(1), number: 3 });
  line.over(2);

  expect(line.awaitAll(1, nobody)).toBe(false);
});

test("a daemon that is started while the threads are counted doesn't stand for one that runs", () => {
  const { load } = Atomics;
  // At whichever look it comes: started by thread 2, which is not over.
  const areOver = [1, 2, 3, 4].map((late) => {
    let looks = 0;
    const line = lineOfTwo({ daemon: false });
    const looked = (words: Int32Array, at: number) => {
      const value = load(words, at);
      if (++looks === late) line.pass({ ...startWith(1), number: 3, daemon: true });
      return value;
    };
    Object.defineProperty(Atomics, "load", { ...isChangeable, value: looked });
    const isOver = line.awaitAll(1, nobody);
    Object.defineProperty(Atomics, "load", { ...isChangeable, value: load });
    return isOver;
  });

  expect(areOver).toEqual([false, false, false, false]);
});
