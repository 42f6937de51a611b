import { apiErrorCodes, locales, reasons, verdicts } from "@lockstep/contracts";
import { expect, test } from "vitest";
import { errorTexts, type Explanation, type Explanations, reasonTexts, verdictTexts } from "../src/index.ts";

const all: readonly (readonly [name: string, texts: Explanations<string>, keys: readonly string[]])[] = [
  ["verdict", verdictTexts, verdicts],
  ["reason", reasonTexts, reasons],
  ["error code", errorTexts, apiErrorCodes],
];
const parts = ({ title, means, next }: Explanation) => [title, means, next];

test.each(all)("explains every %s in every language: what it is, what it means, what to do next", (_, texts, keys) => {
  for (const key of keys)
    for (const locale of locales)
      for (const part of parts(texts[key]?.[locale] ?? { title: "", means: "", next: "" }))
        expect(part.trim(), `${key} (${locale})`).not.toBe("");
});

test.each(all)("writes whole sentences about each %s", (_, texts) => {
  for (const [key, { en, "zh-CN": zh }] of Object.entries(texts)) {
    for (const part of [en.means, en.next]) expect(part, `${key} (en)`).toMatch(/^[A-Z].*[.?!]$/s);
    for (const part of [zh.means, zh.next]) expect(part, `${key} (zh-CN)`).toMatch(/[。？！]$/);
  }
});

test.each(all)("writes each %s in Chinese, not in English once more", (_, texts) => {
  for (const [key, { "zh-CN": zh }] of Object.entries(texts))
    for (const part of parts(zh)) expect(part, `${key} (zh-CN)`).toMatch(/\p{Script=Han}/u);
});

test.each(all)("gives each %s a title of its own", (_, texts) => {
  for (const locale of locales) {
    const titles = Object.values(texts).map((text) => text[locale].title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});

test("blames nobody for what is our fault", () => {
  expect(verdictTexts["internal-error"].en.means).toContain("does not count");
  expect(verdictTexts["internal-error"]["zh-CN"].means).toContain("不计入");
});
