import { expect, test } from "vitest";
import { visibleText } from "../src/index.ts";

const marks = (text: string) => visibleText(text).flatMap((run) => (run.marked ? [run.text] : []));
const shown = (text: string) =>
  visibleText(text)
    .map((run) => run.text)
    .join("");

test("leaves ordinary text in one run, tabs and line feeds included", () => {
  expect(visibleText("a\tb\n中文 é 🎭\n")).toEqual([{ text: "a\tb\n中文 é 🎭\n", from: 0, marked: false }]);
});

test("names an escape sequence's first character, so that it can neither colour nor erase", () => {
  expect(visibleText("ok\u001b[2Jgone")).toEqual([
    { text: "ok", from: 0, marked: false },
    { text: "ESC", from: 2, marked: true },
    { text: "[2Jgone", from: 3, marked: false },
  ]);
});

test.each([
  ["marks that turn the direction of text", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"],
  ["characters without width", "\u200b\u200c\u200d\u2060\ufeff\u00ad"],
  ["line ends that are none for most programs", "\u2028\u2029\u0085\u000b\u000c"],
  ["control characters", "\u0000\u0001\u0007\u0008\u000e\u001f\u007f\u0080\u009b\u009f"],
])("spells out %s, each by itself", (_, characters) => {
  expect(marks(`a${characters}b`)).toHaveLength(characters.length);
  for (const character of characters) expect(shown(`a${characters}b`)).not.toContain(character);
});

test("names most characters by their code point", () => {
  expect(marks("\u202e")).toEqual(["U+202E"]);
  expect(marks("\u0007")).toEqual(["U+0007"]);
});

test("takes a Windows line end for a line end, and marks a carriage return alone, which would overwrite the line", () => {
  expect(visibleText("one\r\ntwo")).toEqual([{ text: "one\ntwo", from: 0, marked: false }]);
  expect(marks("90 %\rdone")).toEqual(["CR"]);
});

test("answers no run for no text", () => {
  expect(visibleText("")).toEqual([]);
});
