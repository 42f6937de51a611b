import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { readExercise, readSourceFolder } from "@lockstep/catalog";
import type { Purpose } from "@lockstep/contracts";
import {
  appendProgress,
  findCurrentExercise,
  findSubmission,
  insertSubmission,
  openDatabase,
  publishCourse,
  readProgress,
  RUNNER_ROLE,
  setRunnerPassword,
} from "@lockstep/db";
import { newStudent } from "@lockstep/db/fixtures";
import { type GradingQueue, openQueue } from "@lockstep/jobs";

const folder = join(import.meta.dirname, "../exercise");
const databaseUrl = process.env["DATABASE_URL"] ?? "";

/** The site's side of the corridor, with a tiny exercise. */
export class Site {
  readonly db = openDatabase(databaseUrl);
  readonly #queue: GradingQueue;
  /** Of the runner's role. */
  readonly runnerUrl: string;

  private constructor(queue: GradingQueue, runnerUrl: string) {
    this.#queue = queue;
    this.runnerUrl = runnerUrl;
  }

  static async open(): Promise<Site> {
    const url = new URL(databaseUrl);
    url.username = RUNNER_ROLE;
    url.password = randomUUID().replaceAll("-", "");
    const site = new Site(await openQueue({ databaseUrl }), url.href);
    await setRunnerPassword(site.db, url.password);
    const pack = await readExercise(folder);
    await publishCourse(site.db, { slug: "faults", title: { en: "Faults", "zh-CN": "故障" }, packs: [pack] });
    return site;
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.db.$disconnect();
  }

  /** A new student's submission of one of the exercise's solutions. */
  async submit(solution: "accepted/forty-two" | "wrong-answer/forty-one", purpose: Purpose): Promise<string> {
    const studentId = await newStudent(this.db);
    const files = await readSourceFolder(join(folder, "solutions", solution));
    return this.db.$transaction(async (tx) => {
      const exercise = await findCurrentExercise(tx, "exercise");
      if (!exercise) throw new Error("It was just published.");
      const { exerciseId, pack } = exercise;
      const common = { studentId, exerciseId, version: pack.version, files, seed: 1 };
      const submissionId = await insertSubmission(tx, { ...common, purpose, language: "typescript" });
      await appendProgress(tx, submissionId, { kind: "queued" });
      await this.#queue.enqueue(tx, { submissionId, studentId, ahead: 0 });
      return submissionId;
    });
  }

  /** Jobs that wait or are at work. */
  async openJobs(): Promise<number> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      select id from pgboss.job where name = 'grading' and state in ('created', 'retry', 'active')`;
    return rows.length;
  }

  async deadLetters(): Promise<number> {
    return (await this.#queue.deadLetters()).length;
  }

  /** What is stored of a submission. */
  async stored(submissionId: string) {
    const submission = await findSubmission(this.db, { id: submissionId });
    return {
      verdict: submission?.verdict?.verdict ?? null,
      points: submission?.verdict?.points ?? null,
      verdicts: await this.db.verdict.findMany({ where: { submissionId } }),
      runs: submission?.runs ?? [],
      cases: await this.db.caseRow.findMany({ where: { run: { submissionId } }, orderBy: { position: "asc" } }),
      progress: (await readProgress(this.db, submissionId, 0n)).map(({ event }) => event),
    };
  }
}
