import { expect, test } from "vitest";
import { outcomeInWords } from "../src/testkit/outcome-words.ts";

const together = { en: "two stand at the board", "zh-CN": "两个人站在告示牌前" };
const anybody = { en: "somebody stands at the board", "zh-CN": "有人站在告示牌前" };
const words = [
  { observation: { beside: { names: ["a", "b"], at: 1 } }, said: together },
  { observation: { left: 0 }, said: anybody },
];

test("an end is told in the exercise's words where its values fit, whatever else it has and in whatever order", () => {
  expect(outcomeInWords({ left: 3, beside: { at: 1, names: ["a", "b"] } }, words)).toEqual(together);
  expect(outcomeInWords({ left: 0, beside: { at: 1, names: ["b", "a"] } }, words)).toEqual(anybody);
});

test("without words, the values stand under their names, without braces or quotes", () => {
  const text = "left = 3, seen = late";
  expect(outcomeInWords({ left: 3, seen: "late" }, words)).toEqual({ en: text, "zh-CN": text });
  expect(outcomeInWords("late", words).en).toBe("late");
  expect(outcomeInWords({ all: Array.from({ length: 90 }, () => 1) }, []).en.length).toBeLessThan(80);
});
