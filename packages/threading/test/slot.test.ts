import { expect, test } from "vitest";
import { Slot } from "../src/slot.ts";

interface Note {
  readonly text: string;
  readonly list: readonly string[] | null;
}

const SIZE = 256;
const VERSION = 0;
const isSame = (one: Note, other: Note) => one.text === other.text && one.list === null && other.list === null;

/** A writer and a reader at one place. */
function pair() {
  const memory = new SharedArrayBuffer(SIZE);
  const [writer, reader] = [0, 1].map(() => new Slot<Note>(memory, 0, SIZE, isSame));
  if (!writer || !reader) throw new TypeError("two were made");
  return { memory, writer, reader, words: new Int32Array(memory) };
}

test("the same again is neither written nor read again, and something else is", () => {
  const { writer, reader, words } = pair();
  writer.put({ text: "one", list: null });
  const version = words[VERSION];
  const first = reader.take();
  writer.put({ text: "one", list: null });

  expect(words[VERSION]).toBe(version);
  expect(reader.take()).toBe(first);
  writer.put({ text: "two", list: null });
  expect(reader.take().text).toBe("two");
});

test("what could be changed is another copy each time it is taken", () => {
  const { writer, reader } = pair();
  writer.put({ text: "", list: ["a"] });

  expect(reader.take().list).toEqual(["a"]);
  expect(reader.take().list).not.toBe(reader.take().list);
});

test("what somebody left half written when they died is nothing that anybody knows", () => {
  const { memory, writer, words } = pair();
  writer.put({ text: "one", list: null });
  words[VERSION] = (words[VERSION] ?? 0) | 1;
  new Uint8Array(memory).fill(7, 8);
  writer.put({ text: "one", list: null });

  expect(new Slot<Note>(memory, 0, SIZE, isSame).take()).toEqual({ text: "one", list: null });
});

test("what has no room is refused, and what was there stays", () => {
  const { writer, reader } = pair();
  writer.put({ text: "one", list: null });

  expect(() => writer.put({ text: "long".repeat(SIZE), list: null })).toThrow(RangeError);
  expect(reader.take().text).toBe("one");
});
