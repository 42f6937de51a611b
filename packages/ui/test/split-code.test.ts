import { expect, test } from "vitest";
import { splitCode } from "../src/split-code.ts";

const shown = (sentence: string) => splitCode(sentence).map(({ text, isCode }) => (isCode ? `<${text}>` : text));

test("what stands between backticks is code, at the ends too, and the words keep their spaces", () => {
  expect(shown("`join()` and `result()` sleep until they are.")).toEqual([
    "<join()>",
    " and ",
    "<result()>",
    " sleep until they are.",
  ]);
  expect(shown("can read the same `next`")).toEqual(["can read the same ", "<next>"]);
});

test("nothing is lost of a sentence without code, or with a backtick that has no partner", () => {
  expect(shown("Only with 200 threads.")).toEqual(["Only with 200 threads."]);
  expect(shown("`a` costs 5` more").join("")).toBe("<a> costs 5` more");
});
