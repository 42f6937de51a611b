import { randomUUID } from "node:crypto";
import { reasonTexts } from "@lockstep/ui";
import { expect, test } from "vitest";
import { violationsOf } from "./axe.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { messages, solutionOf } from "./texts.ts";

const browser = useBrowser();

test.each([
  { locale: "en", view: "desktop", theme: "dark" },
  { locale: "zh-CN", view: "phone", theme: "light" },
] as const)("somebody new does the first steps, a race and the many cores ($locale, $view)", async (look) => {
  const { locale } = look;
  const words = messages[locale];
  const visit = await browser.visit(look);
  const { page } = visit;
  const exercise = new ExercisePage(page, locale);
  const found: string[] = [];
  const check = async () => found.push(...(await violationsOf(page)));
  const submit = async (slug: string, path: string) => {
    await exercise.write(solutionOf(slug, path));
    await exercise.start("submit");
    await page.locator(`.ls-verdict-card[data-verdict="${path.split("/")[0]}"]`).waitFor();
  };
  const open = async (slug: string) => {
    await page.locator(`a[href$="/exercises/${slug}"]`).first().click();
    await exercise.editor();
  };

  await visit.open(`/${locale}/sign-up`);
  await page.getByLabel(words.signUp.name, { exact: true }).fill("Nova");
  await page.getByLabel(words.signIn.email).fill(`${randomUUID()}@lockstep.test`);
  await page.getByLabel(words.signIn.password).fill(randomUUID());
  await page.getByRole("button", { name: words.signUp.submit, exact: true }).click();
  await page.getByRole("link", { name: words.chrome.account }).waitFor();

  await visit.open(`/${locale}/lessons/first-steps`);
  await check();
  await open("hello-thread");
  await submit("hello-thread", "accepted/target-and-args");

  await visit.open(`/${locale}/course`);
  await open("hundred-to-zero");
  await submit("hundred-to-zero", "wrong-answer/no-lock");
  expect(await exercise.card.innerText()).toContain(reasonTexts["lost-update"][locale].title);
  const schedule = page.getByRole("figure", { name: words.grading.schedule });
  await schedule.getByRole("slider").focus();
  for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
  await schedule.getByText(words.grading.timeline.stepOf.replace("{step}", "2").split("{count}")[0] ?? "").waitFor();
  await check();
  await schedule.getByRole("link", { name: words.grading.timeline.link }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/submissions\/[^/]+\?case=two-children&step=2#/);
  for (const isAgain of [false, true]) {
    if (isAgain) await page.reload();
    await page.waitForFunction(
      (value) => document.querySelector<HTMLInputElement>("[type=range]")?.value === value,
      "2",
    );
  }
  await visit.open(`/${locale}/course`);
  await open("hundred-to-zero");
  await submit("hundred-to-zero", "accepted/with-lock");
  await exercise.card.getByRole("link", { name: words.grading.toSolutions }).click();
  await page.getByRole("heading", { name: words.solutions.own }).waitFor();
  await check();

  await visit.open(`/${locale}/course`);
  await open("eight-sums");
  await submit("eight-sums", "wrong-answer/works-alone");
  expect(await exercise.card.innerText()).toContain(reasonTexts["not-parallel"][locale].title);
  await submit("eight-sums", "accepted/start-all-then-ask");
  await check();
  expect(found).toEqual([]);
  expect(visit.problems).toEqual([]);
});
