import { expect, test } from "vitest";
import { signInQuietly, signUpQuietly } from "./accounts.ts";
import { useBrowser } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { messages, ticketOffice } from "./texts.ts";

const browser = useBrowser();

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
  await instructor.page.getByRole("link", { name: ticketOffice.manifest.title.en }).waitFor();
  await instructor.page.locator(".ls-verdict-card").waitFor();
  const code = await instructor.page.locator("pre").last().innerText();
  expect(code).toContain("export function visit(office: Office, desk: Desk): boolean");
  expect(instructor.problems).toEqual([]);
});
