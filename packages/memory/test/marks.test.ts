import { expect, test } from "vitest";
import { Marks, MARKS_BYTES } from "../src/marks.ts";

const WORD = 40_000;
/** Bytes of one word, as arrays of small elements have them. */
const BYTES = [0, 1, 2, 3].map((i) => -1 - WORD * 4 - i);

function marks(): Marks {
  return new Marks(new SharedArrayBuffer(MARKS_BYTES), 0);
}

test("a place keeps its name when it is promoted, and its promotion when it is named", () => {
  const all = marks();
  all.name(WORD, 7);
  all.promote(WORD);
  all.promote(WORD + 1);
  all.name(WORD + 1, 8);

  expect([WORD, WORD + 1].map((at) => [all.nameOf(at), all.isPromoted(at)])).toEqual([
    [7, true],
    [8, true],
  ]);
});

test("each byte has a mark of its own", () => {
  const all = marks();
  for (const [i, byte] of BYTES.entries()) all.name(byte, i + 1);
  all.promote(BYTES[2] ?? 0);

  expect(BYTES.map((byte) => all.nameOf(byte))).toEqual([1, 2, 3, 4]);
  expect(BYTES.map((byte) => all.isPromoted(byte))).toEqual([false, false, true, false]);
});

test("nothing is left of a round, wherever it was marked, and the next one is marked anew", () => {
  const all = marks();
  const places = [WORD + 3, WORD - 9, ...BYTES, 2 ** 22 - 1, 1];
  for (const round of [1, 2]) {
    for (const at of places) {
      all.name(at, round);
      all.promote(at);
    }
    all.clear();

    expect(places.filter((at) => all.nameOf(at) !== 0 || all.isPromoted(at))).toEqual([]);
  }
});
