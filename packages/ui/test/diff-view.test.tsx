import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type ComparedText, DiffView } from "../src/index.ts";

const labels = { before: "theirs", after: "yours", same: "No difference." };
const draw = (...texts: readonly ComparedText[]) => renderToStaticMarkup(<DiffView texts={texts} labels={labels} />);
const linesIn = (html: string, tag: "ins" | "del") =>
  [...html.matchAll(new RegExp(`<${tag}>([^<]*)\n</${tag}>`, "g"))].map(([, line]) => line);

test("shows what only one side has, with a few lines around it", () => {
  const before = Array.from({ length: 30 }, (_, i) => `line ${i}`).join("\n");
  const html = draw({ name: "office.ts", before, after: before.replace("line 15", "mine") });
  expect(linesIn(html, "del")).toEqual(["− line 15"]);
  expect(linesIn(html, "ins")).toEqual(["+ mine"]);
  expect(html).toContain("line 12");
  expect(html).not.toContain("line 11");
});

test("leaves out what is the same, and says so where nothing differs", () => {
  const same = { name: "desk.ts", before: "same", after: "same" };
  expect(draw(same)).toContain("No difference.");
  expect(draw(same, { name: "office.ts", before: "", after: "new" })).not.toContain("desk.ts");
});

test("makes characters visible that would hide or reorder the text", () => {
  expect(draw({ name: "office.ts", before: "", after: "a\u202eb" })).toContain("aU+202Eb");
});

const long = (word: string) => Array.from({ length: 1_200 }, (_, i) => `${word} ${i}`).join("\n");

test("shows two texts whole that have nothing in common, however long", () => {
  const html = draw({ name: "office.ts", before: long("old"), after: long("new") });
  expect(linesIn(html, "del")).toHaveLength(1_200);
  expect(linesIn(html, "ins")).toHaveLength(1_200);
});
