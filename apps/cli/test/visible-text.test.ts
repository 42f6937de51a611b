import { expect, test } from "vitest";
import { visible, visibleJson, visibleName } from "../src/visible-text.ts";

test.each([
  { what: "colour", text: "\u001b[31mred", shown: "\\u{1b}[31mred" },
  { what: "a title for the window", text: "\u001b]0;gotcha\u0007", shown: "\\u{1b}]0;gotcha\\u{7}" },
  { what: "a one-byte escape", text: "\u009b2J", shown: "\\u{9b}2J" },
  { what: "a return to the line's beginning", text: "wrong\raccepted", shown: "wrong\\u{d}accepted" },
  { what: "a mark that turns the text", text: "a\u202eb", shown: "a\\u{202e}b" },
  { what: "a width of nothing", text: "a\u200bb", shown: "a\\u{200b}b" },
  { what: "a tag that nobody sees", text: "a\u{e0041}b", shown: "a\\u{e0041}b" },
])("shows $what instead of obeying it", ({ text, shown }) => {
  expect(visible(text)).toBe(shown);
});

test("leaves lines, tabs and every script as they are", () => {
  const text = "a\n\tb 并发 حالة 🎟️ é";
  expect(visible(text)).toBe(text);
});

test("a name stays on its line", () => {
  expect(visibleName("off\nice\t.ts")).toBe("off\\u{a}ice\\u{9}.ts");
});

test("JSON has nothing in it that a terminal obeys, and means the same", () => {
  const value = { said: "\u001b[31m \u009b2J \u202e \u2028 \u{e0041}\u007f\n并发" };

  const text = visibleJson(value);

  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(text).toContain("并发");
  expect(JSON.parse(text)).toEqual(value);
});
