import { expect, test } from "vitest";
import { signUpQuietly } from "../accounts.ts";
import { useBrowser } from "../browser.ts";
import { ExercisePage } from "../exercise-page.ts";
import { solution, ticketOffice } from "../texts.ts";

const browser = useBrowser();

async function submitted(path: string) {
  const visit = await browser.visit();
  await signUpQuietly(visit);
  await visit.open("/en/exercises/ticket-office");
  const exercise = new ExercisePage(visit.page, "en");
  await exercise.write(solution(path));
  await exercise.start("submit");
  return { visit, exercise };
}

test("grades a right submission made in the browser, all of its cases", async () => {
  const { visit, exercise } = await submitted("accepted/lock-in-finally");
  expect(await exercise.verdict()).toBe("accepted");
  expect(await exercise.cases.count()).toBe(ticketOffice.manifest.cases.length);
  expect(visit.problems).toEqual([]);
});

test("grades a wrong one, and shows an interleaving", async () => {
  const { visit, exercise } = await submitted("wrong-answer/no-lock");
  expect(await exercise.verdict()).toBe("wrong-answer");
  await visit.page.locator(".ls-timeline").first().waitFor();
  expect(visit.problems).toEqual([]);
});
