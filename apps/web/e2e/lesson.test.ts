import { expect, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { useBrowser } from "./browser.ts";
import { messages } from "./texts.ts";

const browser = useBrowser();
const words = messages.en.lesson;

test("runs the lesson's program on real threads and shows what it printed", async () => {
  const visit = await browser.visit();
  const { page } = visit;
  await signUpQuietly(visit);
  await visit.open("/en/lessons/mutual-exclusion");
  const snippet = page.locator(".snippet").first();
  await snippet.getByRole("button", { name: words.runProgram }).click();
  await page.locator('.snippet[data-phase="ended"]').waitFor();
  const printed = snippet.getByRole("region", { name: messages.en.grading.stdout });
  expect((await printed.innerText()).trim()).not.toBe("");
  expect(await snippet.locator("[data-verdict]").count(), "no verdict is shown where all went well").toBe(0);
  expect(visit.problems).toEqual([]);
});

test("shows visitors a recorded run, and the way to sign in and back", async () => {
  const visit = await browser.visit({ view: "phone" });
  const { page } = visit;
  await visit.open("/en/lessons/mutual-exclusion");
  const snippet = page.locator(".snippet").first();
  await snippet.getByText(words.recorded).waitFor();
  await snippet.getByRole("link", { name: words.signInToRun }).click();
  await page.waitForURL((url) => url.searchParams.get("from") === "/lessons/mutual-exclusion");
  expect(visit.problems).toEqual([]);
});

test("explains a wrong answer to a question", async () => {
  const visit = await browser.visit();
  const { page } = visit;
  await visit.open("/en/lessons/mutual-exclusion");
  const question = page.locator("fieldset.question").first();
  await question.locator(".ls-tone-bad input").first().check();
  await question.getByText(words.notQuite).waitFor();
  await question.locator(".ls-tone-good input").first().check();
  await question.getByText(words.right, { exact: true }).waitFor();
  expect(visit.problems).toEqual([]);
});

test.each(["/en/nowhere", "/zh-CN/lessons/nothing", "/en/exercises/nothing"])("answers 404 for %s", async (path) => {
  const { page } = await browser.visit();
  const answer = await page.goto(path);

  expect(answer?.status()).toBe(404);
  await page.getByText("404").waitFor();
});
