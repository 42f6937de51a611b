import { openDatabase } from "@lockstep/db";
import { afterAll, expect, inject, test } from "vitest";
import { signInQuietly, signUpQuietly } from "./accounts.ts";
import { violationsOf } from "./axe.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { messages, ticketOffice } from "./texts.ts";
import { ownWebServer } from "./web-server.ts";

const browser = useBrowser();
const db = openDatabase(process.env["DATABASE_URL"] ?? "");
afterAll(() => db.$disconnect());

test("shows an instructor what a student has submitted, and nobody else", async () => {
  const student = await browser.visit({ view: "phone" });
  await signUpQuietly(student);
  await student.open("/en/exercises/ticket-office");
  const exercise = new ExercisePage(student.page, "en");
  await exercise.start("submit");
  await exercise.cases.first().waitFor();
  await student.open("/en/instructor");
  await student.page.getByRole("heading", { name: messages.en.notFound.title }).waitFor();

  const instructor = await browser.visit();
  await signInQuietly(instructor, "instructor");
  await instructor.open("/en");
  await instructor.page.getByRole("link", { name: messages.en.chrome.instructor, exact: true }).click();
  await instructor.page.getByRole("link", { name: "Somebody" }).first().click();
  await instructor.page.waitForURL(/\/instructor\/submissions\//);
  await instructor.page.getByRole("link", { name: ticketOffice.manifest.title.en }).waitFor();
  await instructor.page.locator(".ls-verdict-card").waitFor();
  const code = await instructor.page.locator("pre").last().innerText();
  expect(code).toContain("export function visit(office: Office, desk: Desk): boolean");
  expect(instructor.problems).toEqual([]);
});

test("shows an instructor what failed on our side, and has it graded again", async () => {
  const student = await browser.visit();
  const { email } = await signUpQuietly(student);
  await student.open("/en/exercises/ticket-office");
  const exercise = new ExercisePage(student.page, "en");
  await exercise.start("submit");
  await exercise.verdict();
  const { id } = await db.submission.findFirstOrThrow({ where: { student: { email } } });
  // As the queue does after the last attempt.
  const said = JSON.stringify({ message: "The box of this test broke." });
  await db.$executeRaw`
    update pgboss.job set name = 'grading-dead', state = 'created', completed_on = null, source_output = ${said}::jsonb
    where data->>'submissionId' = ${id}`;

  const words = messages.en.deadLetters;
  const { page, ...instructor } = await browser.visit();
  await signInQuietly({ page, ...instructor }, "instructor");
  await instructor.open("/en/instructor");
  await page.getByRole("link", { name: words.see }).click();
  await page.getByText("The box of this test broke.").waitFor();
  const letter = page.getByRole("article").filter({ hasText: id.slice(-6) });
  await letter.getByRole("button", { name: words.again }).click();
  await page.getByText(words.emptyTitle).waitFor();

  await instructor.open(`/en/instructor/submissions/${id}`);
  await page.locator(".ls-verdict-card").waitFor();
  await page.getByRole("heading", { name: messages.en.attempts.replaced }).waitFor();
  expect(await db.verdict.count({ where: { submissionId: id } })).toBe(1);
  expect(await db.replacedVerdict.count({ where: { submissionId: id } })).toBe(1);
  expect(instructor.problems).toEqual([]);
});

test("tells student and instructor that nobody can grade now, where no runner is", async () => {
  const { address } = await ownWebServer(inject("unattendedDatabaseUrl"));
  const { page, ...student } = await browser.visit({ address });
  await signUpQuietly({ page, ...student });
  await student.open("/zh-CN/exercises/ticket-office");
  await new ExercisePage(page, "zh-CN").start("submit");
  await page.getByText(messages["zh-CN"].grading.nobodyTitle).waitFor();
  const found = [...(await violationsOf(page))];

  const instructor = await browser.visit({ address });
  await signInQuietly(instructor, "instructor");
  await instructor.open("/en/instructor");
  await instructor.page.getByText(messages.en.runners.none).waitFor();
  await instructor.page.getByText(messages.en.verdicts.pending).first().waitFor();
  found.push(...(await violationsOf(instructor.page)));
  expect(found).toEqual([]);
  expect([...student.problems, ...instructor.problems]).toEqual([]);
});
