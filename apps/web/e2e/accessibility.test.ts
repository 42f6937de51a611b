import { expect, test } from "vitest";
import { signInQuietly, signUpQuietly } from "./accounts.ts";
import { violationsOf } from "./axe.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { solution, solutionOf } from "./texts.ts";

const browser = useBrowser();
const publicPages = ["/en", "/zh-CN/sign-in", "/en/sign-up"];
const instructorPages = ["/en/instructor", "/zh-CN/instructor/dead-letters"];
const ownPages = ["/en/course", "/zh-CN/lessons/mutual-exclusion", "/en/submissions", "/en/account"];

test("has no violation that axe finds, on any page, in either theme", async () => {
  const visit = await browser.visit();
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

  // A chart of measured rounds, then the model solutions.
  await visit.open("/en/exercises/eight-sums");
  await exercise.write(solutionOf("eight-sums", "accepted/pool-map"));
  await exercise.start("submit");
  expect(await exercise.verdict()).toBe("accepted");
  await exercise.show("submissions");
  await page.locator(".submission-line").first().click();
  await page.waitForURL(/\/submissions\//);
  for (const row of await page.locator("summary.ls-case__row").all()) await row.click();
  await page.locator(".ls-rounds").first().waitFor();
  await check();
  await visit.open("/zh-CN/exercises/eight-sums/solutions");
  await check();

  await signInQuietly(visit, "instructor");
  for (const path of instructorPages) {
    await visit.open(path);
    await check();
  }
  expect(found).toEqual([]);
  expect(visit.problems).toEqual([]);
});
