import { locales } from "@lockstep/contracts";
import { reasonTexts, verdictTexts } from "@lockstep/ui";
import { expect, test } from "vitest";
import { demoAccount } from "./accounts.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage, stopOf } from "./exercise-page.ts";
import { messages, solution, ticketOffice } from "./texts.ts";

const browser = useBrowser();
const views = { en: "desktop", "zh-CN": "phone" } as const;
const ended = (state: string) => state !== "waiting" && state !== "running";

test.each(locales)(
  "leads from the sign-in over a wrong submission and its reason to an accepted one (%s)",
  async (locale) => {
    const words = messages[locale];
    const visit = await browser.visit({ view: views[locale] });
    const { page } = visit;
    const exercise = new ExercisePage(page, locale);
    await exercise.noteCases();

    await visit.open(`/${locale}`);
    await page.getByRole("link", { name: words.chrome.signIn, exact: true }).first().click();
    await page.getByLabel(words.signIn.email).fill(demoAccount("student").email);
    await page.getByLabel(words.signIn.password).fill(demoAccount("student").password);
    await page.getByRole("button", { name: words.signIn.submit, exact: true }).click();
    await page.getByRole("link", { name: words.chrome.account }).waitFor();

    await page.getByRole("link", { name: words.chrome.course, exact: true }).first().click();
    // What the server still sends of a page that one has left stays in the document, unseen.
    await page.locator('a.ls-stop__title[href$="/lessons/mutual-exclusion"]').filter({ visible: true }).click();
    await page.locator("#check-then-act").filter({ visible: true }).waitFor();
    await page.getByRole("link", { name: words.lesson.openExercise }).click();
    await page.getByRole("heading", { level: 1, name: ticketOffice.manifest.title[locale] }).waitFor();

    await exercise.write(solution("wrong-answer/check-outside-the-lock"));
    await exercise.start("submit");
    expect(await exercise.verdict()).toBe("wrong-answer");
    const feedback = ticketOffice.manifest.cases.find(({ id }) => id === "never-oversold")?.feedback.race?.[locale];
    const said = await exercise.card.innerText();
    expect(said).toContain(verdictTexts["wrong-answer"][locale].title);
    expect(said).toContain(reasonTexts.race[locale].title);
    expect(said).toContain(feedback);
    expect(said).toContain(reasonTexts.race[locale].next);

    const notes = await exercise.takeNotes();
    const halfway = notes.filter((states) => states.some(ended) && !states.every(ended));
    expect(halfway.length, "states of the cases while some had ended and some had not").toBeGreaterThan(2);
    expect(notes.at(-1)?.every(ended)).toBe(true);

    const schedule = page.getByRole("figure", { name: words.grading.schedule });
    const threads = await schedule.getByRole("rowheader").allInnerTexts();
    expect(threads.filter((name) => name.startsWith("visitor-")).length).toBeGreaterThanOrEqual(2);
    const slider = schedule.getByRole("slider");
    const steps = Number(await slider.getAttribute("max"));
    expect(steps).toBeGreaterThan(4);
    await slider.press("Home");
    await slider.press("ArrowRight");
    await schedule
      .getByText(words.grading.timeline.stepOf.replace("{step}", "2").replace("{count}", `${steps}`))
      .waitFor();
    await schedule.getByText(words.grading.timeline.allSteps).click();
    expect(await schedule.getByRole("table").last().getByRole("row").count()).toBe(steps + 1);
    const section = exercise.card.getByRole("link", { name: words.grading.readSection });
    expect(await section.getAttribute("href")).toBe(`/${locale}/lessons/mutual-exclusion#check-then-act`);

    await exercise.write(solution("accepted/lock-in-finally"));
    await exercise.start("submit");
    await page.locator('.ls-verdict-card[data-verdict="accepted"]').waitFor();
    expect(await exercise.card.innerText()).toContain(verdictTexts.accepted[locale].title);
    expect(await exercise.cases.count()).toBe(ticketOffice.manifest.cases.length);

    await exercise.card.getByRole("link", { name: words.grading.toSolutions }).click();
    await page.getByRole("heading", { name: words.solutions.own }).waitFor();
    expect(await page.locator(".solutions__models article").count()).toBeGreaterThanOrEqual(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.goBack();

    await exercise.show("submissions");
    const list = page.getByRole("list", { name: words.submissions.title });
    await list.locator('[data-verdict="accepted"]').first().waitFor();
    await list.locator('[data-verdict="wrong-answer"]').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

    await page.getByRole("link", { name: words.chrome.course, exact: true }).first().click();
    await page.waitForURL(/\/course$/);
    await stopOf(page, "ticket-office").getByText(words.course.state.accepted, { exact: true }).waitFor();
    expect(visit.problems).toEqual([]);
  },
);
