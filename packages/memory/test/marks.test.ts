import { expect, test } from "vitest";
import { HEAD_WORDS } from "../src/heap.ts";
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

  expect([WORD, WORD + 1].map((at) => [all.nameOf(at).name, all.isPromoted(at)])).toEqual([
    [7, true],
    [8, true],
  ]);
});

test("each byte has a mark of its own", () => {
  const all = marks();
  for (const [i, byte] of BYTES.entries()) all.name(byte, i + 1);
  all.promote(BYTES[2] ?? 0);

  expect(BYTES.map((byte) => all.nameOf(byte).name)).toEqual([1, 2, 3, 4]);
  expect(BYTES.map((byte) => all.isPromoted(byte))).toEqual([false, false, true, false]);
});

test.each([1, 4, 8])(
  "an element of %i bytes is known by its array's name and its place there, and the array has one name for all",
  (size) => {
    const all = marks();
    const first = WORD + HEAD_WORDS;
    const elementAt = (i: number) => (size === 1 ? -1 - first * 4 - i : first + (i * size) / 4);
    all.name(WORD - 1, 3);
    for (const i of [9999, 0, 17]) all.nameElement(elementAt(i), WORD, size, 7);
    all.promote(elementAt(17));

    expect([9999, 0, 17].map((i) => all.nameOf(elementAt(i)))).toEqual(
      [9999, 0, 17].map((index) => ({ name: 7, index })),
    );
    expect([all.nameOf(elementAt(16)), all.isNamed(elementAt(16))]).toEqual([{ name: 0, index: null }, false]);
  },
);

test("nothing is left of a round, wherever it was marked, and the next one is marked anew", () => {
  const all = marks();
  const places = [WORD + 3, WORD - 9, ...BYTES, 2 ** 22 - 1, 1];
  for (const round of [1, 2]) {
    for (const at of places) {
      all.name(at, round);
      all.promote(at);
    }
    all.clear();

    expect(places.filter((at) => all.nameOf(at).name !== 0 || all.isNamed(at) || all.isPromoted(at))).toEqual([]);
  }
});
