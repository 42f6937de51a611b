import { expect, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { useBrowser, type VisitOptions } from "./browser.ts";
import { ExercisePage, stopOf } from "./exercise-page.ts";
import { messages, solution, ticketOffice } from "./texts.ts";

const browser = useBrowser();
const words = messages.en;

async function atTheExercise(options: VisitOptions = {}) {
  const visit = await browser.visit(options);
  await signUpQuietly(visit);
  await visit.open("/en/exercises/ticket-office");
  return { visit, page: visit.page, exercise: new ExercisePage(visit.page, "en") };
}

test("runs the visible tests only, and counts nothing", async () => {
  const { visit, page, exercise } = await atTheExercise();
  await exercise.write(solution("accepted/reserve-then-print"));
  await page.keyboard.press("ControlOrMeta+Enter");
  expect(await exercise.verdict()).toBe("accepted");
  const visible = ticketOffice.manifest.cases.filter(({ visibility }) => visibility === "visible");
  expect(await exercise.cases.count()).toBe(visible.length);
  expect(await exercise.card.innerText()).toContain(words.grading.runAcceptedMeans);
  await visit.open("/en/course");
  await stopOf(page, "ticket-office").getByText(words.course.state["not-started"], { exact: true }).waitFor();
  expect(visit.problems).toEqual([]);
});

test.each(["desktop", "phone"] as const)("jumps from a compile error to its line (%s)", async (view) => {
  const { visit, page, exercise } = await atTheExercise({ view });
  const lines = solution("accepted/lock-in-finally").split("\n");
  const at = lines.findIndex((line) => line.includes("office.lock.acquire()"));
  await exercise.write(lines.with(at, "  office.lock.acquire(;").join("\n"));
  await exercise.start("run");
  expect(await exercise.verdict()).toBe("compile-error");
  await exercise.card
    .getByRole("button", { name: `Go to line ${at + 1} in office.ts` })
    .first()
    .click();
  await expect.poll(() => exercise.currentLine.innerText()).toBe(String(at + 1));
  await page.locator(".monaco-editor.focused").waitFor();
  expect(visit.problems).toEqual([]);
});

test("offers the members of our own primitives while one types", async () => {
  const { visit, page, exercise } = await atTheExercise();
  await exercise.write('import type { Lock } from "@lockstep/sync";\nexport const take = (lock: Lock) => lock');
  await page.keyboard.type(".");
  const suggestions = page.locator(".suggest-widget");
  for (const name of ["acquire", "release", "tryAcquire", "withLock"])
    await suggestions.getByRole("option", { name: new RegExp(`^${name}\\b`) }).waitFor();
  expect(visit.problems).toEqual([]);
});

test("keeps a draft over a reload, and gives it back after a reset", async () => {
  const { visit, page, exercise } = await atTheExercise();
  await exercise.write("// mine\n");
  await page.locator('[data-draft="saved"]').waitFor();
  await visit.open("/en/exercises/ticket-office");
  const editor = await exercise.editor();
  await editor.getByText("// mine").waitFor();
  await page.getByRole("button", { name: words.exercise.reset }).click();
  await editor.getByText("visit(office").waitFor();
  await page.getByRole("button", { name: words.exercise.undo }).click();
  await editor.getByText("// mine").waitFor();
  expect(visit.problems).toEqual([]);
});

test("shows hints one at a time, when they are asked for", async () => {
  const { visit, page } = await atTheExercise();
  const hints = page.locator(".ls-hint");
  expect(await hints.count()).toBe(0);
  await page.getByRole("button", { name: words.exercise.hintFirst }).click();
  await hints.first().waitFor();
  expect(await hints.count()).toBe(1);
  expect(visit.problems).toEqual([]);
});

test("lets the keyboard leave the editor by Escape and Tab", async () => {
  const { visit, page, exercise } = await atTheExercise();
  const editor = await exercise.editor();
  await editor.locator(".view-lines").click();
  await page.locator(".monaco-editor.focused").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest(".monaco-editor") === null)).toBe(true);
  expect(visit.problems).toEqual([]);
});

test("takes a grading back that would not end, and the next one is graded as always", async () => {
  const { visit, page, exercise } = await atTheExercise();
  await exercise.write("export function visit(): boolean {\n  for (;;);\n}\n");
  await exercise.start("submit");
  await exercise.cases.first().waitFor();
  await page.getByRole("button", { name: words.grading.cancel }).click();
  await page.locator('.grading[data-phase="ended"]').getByText(words.grading.cancelled).first().waitFor();
  expect(await exercise.card.count()).toBe(0);
  await exercise.write(solution("accepted/lock-in-finally"));
  await exercise.start("submit");
  expect(await exercise.verdict()).toBe("accepted");
  await exercise.show("submissions");
  await page.locator(".submission-line").getByText(words.grading.cancelled).waitFor();
  expect(visit.problems).toEqual([]);
});
