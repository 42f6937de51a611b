import { createHash } from "node:crypto";
import type { ExercisePack } from "@lockstep/contracts";
import { findCourses, openDatabase, publishCourse } from "@lockstep/db";
import { afterAll, expect, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { violationsOf } from "./axe.ts";
import { useBrowser, type Visit } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { messages, ticketOffice } from "./texts.ts";

const browser = useBrowser();
const words = messages.en.exercise;
const db = openDatabase(process.env["DATABASE_URL"] ?? "");
afterAll(() => db.$disconnect());
const path = "/en/exercises/ticket-office";
const save = "**/api/trpc/student.saveDraft*";

/** What the visit complained about, but for requests that failed: here they are meant to. */
const complaints = ({ problems }: Visit) => problems.filter((text) => !text.includes("Failed to load resource"));

async function writing(text: string) {
  const visit = await browser.visit();
  const account = await signUpQuietly(visit);
  await visit.open(path);
  const exercise = new ExercisePage(visit.page, "en");
  await exercise.write(text);
  const draft = () => db.draft.findFirst({ where: { student: { email: account.email } } });
  /** What a page says may be about the save before. */
  const holds = (part: string) => expect.poll(async () => JSON.stringify((await draft())?.files)).toContain(part);
  return { visit, page: visit.page, exercise, account, draft, holds };
}

test("a save that fails is tried again, and a page that dies meanwhile loses nothing", async () => {
  const { visit, page, exercise, draft, holds } = await writing("// first\n");
  await page.locator('[data-draft="saved"]').waitFor();
  await page.route(save, (route) => route.fulfill({ status: 502, body: "Bad gateway" }));
  await exercise.write("// second\n");
  await page.locator('[data-draft="offline"]').waitFor();
  await page.reload();
  await (await exercise.editor()).getByText("// second").waitFor();
  await holds("// first");
  await page.unroute(save);
  await page.locator('[data-draft="saved"]').waitFor();
  const second = { files: [{ text: "// second\n" }], versionHash: ticketOffice.version };
  await expect.poll(draft).toMatchObject(second);
  expect(complaints(visit)).toEqual([]);
});

test("two tabs overwrite nothing of each other: the later one is shown the difference and chooses", async () => {
  const { visit, page, exercise, holds } = await writing("// common\n");
  await page.locator('[data-draft="saved"]').waitFor();
  const other = await visit.context.newPage();
  await other.goto(path);
  const there = new ExercisePage(other, "en");
  await there.write("// common\n// theirs\n");
  await other.locator('[data-draft="saved"]').waitFor();
  await holds("// theirs");

  await exercise.write("// common\n// mine\n");
  await page.locator('[data-draft="conflict"]').waitFor();
  await holds("// theirs");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: words.seeDifference }).click();
  const dialog = page.getByRole("dialog", { name: words.difference.draftTitle });
  expect((await dialog.locator("pre del").allInnerTexts()).map((line) => line.trim())).toEqual(["− // theirs"]);
  expect((await dialog.locator("pre ins").allInnerTexts()).map((line) => line.trim())).toEqual(["+ // mine"]);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: words.takeTheirs }).click();
  await (await exercise.editor()).getByText("// theirs").waitFor();
  await page.getByRole("button", { name: words.undo }).click();
  await (await exercise.editor()).getByText("// mine").waitFor();
  await page.locator('[data-draft="saved"]').waitFor();
  await holds("// mine");
  expect(visit.problems).toEqual([]);
});

test("a session that ends while one writes is renewed on the page, and everything typed is saved", async () => {
  const { visit, page, exercise, account, holds } = await writing("// before\n");
  await page.locator('[data-draft="saved"]').waitFor();
  await visit.context.clearCookies();
  await exercise.write("// after\n");
  const dialog = page.getByRole("dialog", { name: messages.en.signIn.againTitle });
  await dialog.getByLabel(messages.en.signIn.email).fill(account.email);
  await dialog.getByLabel(messages.en.signIn.password).fill(account.password);
  await dialog.getByRole("button", { name: messages.en.signIn.submit, exact: true }).click();
  await page.locator('[data-draft="saved"]').waitFor();
  await (await exercise.editor()).getByText("// after").waitFor();
  await holds("// after");
  expect(complaints(visit)).toEqual([]);
});

/** The exercise with another sentence and another file to start from. */
function changed(pack: ExercisePack): ExercisePack {
  const starter = { typescript: [...(pack.starter["typescript"] ?? []), { path: "desk.ts", text: "// new file\n" }] };
  const statement = { ...pack.statement, en: `${pack.statement.en}\nA sentence that is new.\n` };
  const version = createHash("sha256")
    .update(JSON.stringify([statement, starter]))
    .digest("hex");
  return { ...pack, version, starter, statement };
}

async function publish(pack: ExercisePack): Promise<void> {
  const [course] = await findCourses(db);
  if (course === undefined) throw new Error("The site's course is there.");
  const packs = course.packs.map((one) => (one.slug === pack.slug ? pack : one));
  await publishCourse(db, { slug: course.slug, title: course.title, packs });
}

test("a new version of the exercise leaves the draft alone, and shows what has changed", async () => {
  const { visit, page, exercise, draft } = await writing("// mine\n");
  await page.locator('[data-draft="saved"]').waitFor();
  const newer = changed(ticketOffice);
  await publish(newer);
  try {
    await exercise.write("// mine, and more\n");
    await page.getByRole("button", { name: words.versionLoad }).click();
    await page.getByRole("button", { name: words.versionSee }).click();
    const dialog = page.getByRole("dialog", { name: words.difference.versionTitle });
    await dialog.getByText("A sentence that is new.").waitFor();
    await dialog.getByText("// new file").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: words.versionKeep }).click();
    await page.locator('[data-draft="saved"]').waitFor();
    await expect.poll(draft).toMatchObject({ versionHash: newer.version });
    expect((await draft())?.files).toEqual([
      { path: "office.ts", text: "// mine, and more\n" },
      { path: "desk.ts", text: "// new file\n" },
    ]);
    await page.getByRole("button", { name: "desk.ts" }).click();
    await (await exercise.editor()).getByText("// new file").waitFor();
  } finally {
    await publish(ticketOffice);
  }
  expect(visit.problems).toEqual([]);
});
