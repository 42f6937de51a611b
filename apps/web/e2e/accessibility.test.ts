import { expect, test } from "vitest";
import { signInQuietly, signUpQuietly } from "./accounts.ts";
import { violationsOf } from "./axe.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { solution } from "./texts.ts";

const browser = useBrowser();
const publicPages = ["/en", "/zh-CN/sign-in", "/en/sign-up"];
const instructorPages = ["/en/instructor", "/zh-CN/instructor/dead-letters"];
const ownPages = ["/en/course", "/zh-CN/lessons/mutual-exclusion", "/en/submissions", "/en/account"];

test.each(["light", "dark"] as const)("has no violation that axe finds, on any page (%s)", async (theme) => {
  const visit = await browser.visit({ theme });
  const { page } = visit;
  const found: string[] = [];
  const check = async () => found.push(...(await violationsOf(page)));
  for (const path of publicPages) {
    await visit.open(path);
    await check();
  }
  await signUpQuietly(visit);
  for (const path of ownPages) {
    await visit.open(path);
    await check();
  }
  await visit.open("/en/exercises/ticket-office");
  const exercise = new ExercisePage(page, "en");
  await exercise.editor();
  await check();
  await exercise.write(solution("wrong-answer/no-lock"));
  await exercise.start("submit");
  expect(await exercise.verdict()).toBe("wrong-answer");
  await page.locator(".ls-timeline").first().waitFor();
  await check();
  await exercise.show("submissions");
  await check();
  await page.locator(".submission-line").first().click();
  await page.locator(".ls-timeline").first().waitFor();
  await check();
  await signInQuietly(visit, "instructor");
  for (const path of instructorPages) {
    await visit.open(path);
    await check();
  }
  expect(found).toEqual([]);
  expect(visit.problems).toEqual([]);
});
