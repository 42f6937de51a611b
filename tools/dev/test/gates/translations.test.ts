import { expect, test } from "vitest";
import { translations } from "../../src/gates/translations.ts";
import { openCheckout } from "./checkout.ts";

const words = {
  "apps/web/messages/en.json": { home: { greeting: "Hello <b>{name}</b>", brand: "Lockstep" } },
  "apps/web/messages/zh-CN.json": { home: { greeting: "<b>{name}</b>，你好", brand: "Lockstep" } },
  "packages/lessons/content/en/locks.mdx": "# Locks",
  "packages/lessons/content/zh-CN/locks.mdx": "# 锁",
  "exercises/office/exercise.json": { title: { en: "The office", "zh-CN": "售票处" }, cases: [] },
  "exercises/office/statement.en.md": "Sell each ticket once.",
  "exercises/office/statement.zh-CN.md": "每张票只卖一次。",
};

test("lets pass what is said in both languages", () => {
  using checkout = openCheckout(words);

  expect(translations.run(checkout.path)).toBe("");
});

test.each([
  {
    fault: "a key is missing in Chinese",
    files: { "apps/web/messages/zh-CN.json": { home: { brand: "Lockstep" } } },
    says: "apps/web/messages: home.greeting is missing in zh-CN.",
  },
  {
    fault: "a key is missing in English",
    files: { "apps/web/messages/en.json": { home: { brand: "Lockstep" } } },
    says: "apps/web/messages: home.greeting is missing in en.",
  },
  {
    fault: "English is copied",
    files: { "apps/web/messages/zh-CN.json": words["apps/web/messages/en.json"] },
    says: "apps/web/messages: home.greeting is not Chinese in zh-CN: Hello <b>{name}</b>",
  },
  {
    fault: "a value is forgotten",
    files: { "apps/web/messages/zh-CN.json": { home: { greeting: "<b>你好</b>", brand: "Lockstep" } } },
    says: "apps/web/messages: home.greeting puts in <b>, name in en, <b> in zh-CN.",
  },
  {
    fault: "a statement is empty",
    files: { "exercises/office/statement.zh-CN.md": "\n" },
    says: "exercises/office/statement.*.md is missing in zh-CN.",
  },
  {
    fault: "an exercise's text is in one language",
    files: { "exercises/office/exercise.json": { cases: [{ feedback: { race: { en: "Two at once." } } }] } },
    says: "exercises/office/exercise.json: cases.0.feedback.race is missing in zh-CN.",
  },
  {
    fault: "a lesson is in one language",
    files: { "packages/lessons/content/zh-CN/queues.mdx": "# 队列" },
    says: "packages/lessons/content/*/queues.mdx is missing in en.",
  },
])("says where $fault", ({ files, says }) => {
  using checkout = openCheckout({ ...words, ...files });

  expect(translations.run(checkout.path)).toBe(says);
});
