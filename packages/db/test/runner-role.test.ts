import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  beginRun,
  type Database,
  findSubmission,
  loadForGrading,
  markJudging,
  openDatabase,
  recordCase,
  recordVerdict,
  RUNNER_ROLE,
  setRunnerPassword,
} from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { caseResultOf, newSubmission, reportOf, leased } from "./fixtures.ts";

const db = openDatabase(databaseUrl);
let runner: Database;
beforeAll(async () => {
  const password = randomUUID().replaceAll("-", "");
  await setRunnerPassword(db, password);
  const address = new URL(databaseUrl);
  address.username = RUNNER_ROLE;
  address.password = password;
  runner = openDatabase(address.href);
});
afterAll(async () => {
  await runner.$disconnect();
  await db.$disconnect();
});

test("the runner's role can grade a submission from beginning to end", async () => {
  const { submissionId, pack } = await newSubmission(db);

  expect((await loadForGrading(runner, submissionId))?.pack).toEqual(pack);
  const run = await beginRun(runner, submissionId, { runner: "one", isLeased: leased });
  if (!run) throw new Error("It has no verdict yet.");
  await markJudging(runner, run);
  await recordCase(runner, run, caseResultOf("seen"));
  await runner.$transaction((tx) => recordVerdict(tx, run, reportOf(pack)));

  expect((await findSubmission(db, { id: submissionId }))?.verdict?.verdict).toBe("accepted");
});

test.each([
  "users",
  "sessions",
  "accounts",
  "verifications",
  "drafts",
  "courses",
  "exercises",
  "_prisma_migrations",
  "rate_windows",
])("the runner's role can't read %s", async (table) => {
  await expect(runner.$queryRawUnsafe(`select * from "${table}"`)).rejects.toThrow(/permission denied/);
});

test.each([
  ["change a verdict", "update verdicts set points = points"],
  ["delete a verdict", "delete from verdicts"],
  ["change an exercise", "update exercise_versions set pack = '{}'"],
  ["put a submission in", "insert into submissions select * from submissions"],
  ["change a student's files", "update submission_files set text = ''"],
  ["forget progress", "delete from progress_events"],
  ["make a table", "create table mine (id int)"],
])("the runner's role can't %s", async (_what, statement) => {
  await expect(runner.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/);
});
