import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { readExercise, readSourceFolder } from "@lockstep/catalog";
import type { ExercisePack, ProgressEvent, Purpose, SourceFile } from "@lockstep/contracts";
import {
  appendProgress,
  cancelSubmission,
  findCurrentExercise,
  findSubmission,
  insertSubmission,
  listRunners,
  openDatabase,
  publishCourse,
  readProgress,
  RUNNER_ROLE,
  setRunnerPassword,
} from "@lockstep/db";
import { newStudent } from "@lockstep/db/fixtures";
import { type GradingQueue, openQueue } from "@lockstep/jobs";
import { vi } from "vitest";

/** Where the tests' database is; `with-db` says it. */
const databaseUrl = process.env["DATABASE_URL"] ?? "";
const folder = join(import.meta.dirname, "../../../exercises/ticket-office");
const program = join(import.meta.dirname, "../src/main.ts");

/** Asks until the answer is no error. A broken runner fails a test after so long; no claim is made about speed. */
function until<T>(ask: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(ask, { timeout: 200_000, interval: 50 });
}

/** What the site does and sees on one side of the corridor, with real database and queue. */
export class Corridor {
  readonly db = openDatabase(databaseUrl);
  #queue: GradingQueue | undefined;
  #runnerUrl = "";

  /** Publishes `ticket-office` and more, empties the queue, and lets runners sign in under their role. */
  async open(...more: readonly ExercisePack[]): Promise<void> {
    this.#queue = await openQueue({ databaseUrl });
    await this.db.$executeRaw`delete from pgboss.job`;
    const packs = [await readExercise(folder), ...more];
    await publishCourse(this.db, { slug: "course", title: { en: "Course", "zh-CN": "课程" }, packs });
    const password = randomUUID().replaceAll("-", "");
    await setRunnerPassword(this.db, password);
    const url = new URL(databaseUrl);
    url.username = RUNNER_ROLE;
    url.password = password;
    this.#runnerUrl = url.href;
  }

  async close(): Promise<void> {
    await this.#queue?.close();
    await this.db.$disconnect();
  }

  /**
   * Stores one of the exercise's solutions as a new student's submission, and puts it into the queue.
   * @param options.slowed Each visit takes some milliseconds more: the grading has a middle, on the quickest machine too.
   */
  async submit(solution: string, purpose: Purpose, options: { readonly slowed?: boolean } = {}): Promise<string> {
    const files = await readSourceFolder(join(folder, "solutions", solution));
    const begin = "): boolean {";
    const slowly = `${begin}\n  for (let i = 0; i < 5_000_000; i++);`;
    const slowed = files.map(({ path, text }) => ({ path, text: text.replace(begin, slowly) }));
    return this.submitFiles(options.slowed === true ? slowed : files, purpose);
  }

  /** The same with files of the test's own. */
  async submitFiles(files: readonly SourceFile[], purpose: Purpose, slug = "ticket-office"): Promise<string> {
    const studentId = await newStudent(this.db);
    return this.db.$transaction(async (tx) => {
      const exercise = await findCurrentExercise(tx, slug);
      if (!exercise) throw new Error("It was just published.");
      const { exerciseId, pack } = exercise;
      const version = pack.version;
      const submission = { studentId, exerciseId, version, purpose, language: "typescript", files, seed: 1 } as const;
      const submissionId = await insertSubmission(tx, submission);
      await appendProgress(tx, submissionId, { kind: "queued" });
      await this.#queue?.enqueue(tx, { submissionId, studentId, ahead: 0 });
      return submissionId;
    });
  }

  /** Puts a submission into the queue once more, as no correct site does. */
  async deliverAgain(submissionId: string): Promise<void> {
    await this.db.$transaction(async (tx) => this.#queue?.enqueue(tx, { submissionId, studentId: "any", ahead: 0 }));
  }

  /** As the site does when a student takes a submission back. */
  async takeBack(submissionId: string): Promise<void> {
    await this.db.$transaction(async (tx) => {
      await cancelSubmission(tx, submissionId);
      await this.#queue?.cancel(tx, submissionId);
    });
  }

  /** Puts a waiting job among the dead letters, as it is after the loss of four runners. */
  async makeDead(submissionId: string): Promise<void> {
    await this.db.$executeRaw`
      update pgboss.job set name = 'grading-dead' where name = 'grading' and data ->> 'submissionId' = ${submissionId}`;
  }

  /** Everything stored of a submission. */
  async stored(submissionId: string) {
    const { db } = this;
    const submission = await findSubmission(db, { id: submissionId });
    const progress = await readProgress(db, submissionId, 0n);
    const cases = await db.caseRow.findMany({
      where: { run: { submissionId } },
      orderBy: [{ run: { attempt: "asc" } }, { position: "asc" }],
    });
    return {
      runs: submission?.runs ?? [],
      verdict: submission?.verdict?.verdict ?? null,
      report: submission?.report ?? null,
      verdicts: await db.verdict.count({ where: { submissionId } }),
      progress: progress.map(({ event }) => event),
      cases,
    };
  }

  /** Waits until an event of this kind has been stored, and answers it. */
  async event<Kind extends ProgressEvent["kind"]>(submissionId: string, kind: Kind) {
    const isWanted = (event: ProgressEvent): event is Extract<ProgressEvent, { kind: Kind }> => event.kind === kind;
    return until(async () => {
      const stored = (await readProgress(this.db, submissionId, 0n)).map(({ event }) => event);
      const found = stored.find(isWanted);
      if (!found) throw new Error(`No ${kind} yet, only ${stored.map((event) => event.kind).join(", ")}.`);
      return found;
    });
  }

  /** Runners that have been heard of lately. */
  runners() {
    return listRunners(this.db);
  }

  /** As if none had ever been there. */
  async forgetRunners(): Promise<void> {
    await this.db.runner.deleteMany();
  }

  /** Submissions whose job failed too often. */
  async deadLetters(): Promise<readonly (string | null)[]> {
    const letters = (await this.#queue?.deadLetters()) ?? [];
    return letters.map(({ submissionId }) => submissionId);
  }

  /** Waits until nobody is at work and nothing waits. */
  async quiet(): Promise<void> {
    await until(async () => {
      const open = await this.db.$queryRaw<{ id: string }[]>`
        select id from pgboss.job where name = 'grading' and state in ('created', 'retry', 'active')`;
      if (open.length > 0) throw new Error(`${open.length} jobs are open.`);
    });
  }

  /** Jobs that wait, with how often each was tried. */
  async waitingJobs(): Promise<readonly { readonly retries: number }[]> {
    return this.db.$queryRaw`
      select retry_count::int as retries from pgboss.job where name = 'grading' and state in ('created', 'retry')`;
  }

  /** Starts a runner by its own program; by another command line, and under another name, where they are given. */
  startRunner(
    commandLine: (file: string, ...args: string[]) => readonly [string, readonly string[]] = plainly,
    name = "of-the-test",
  ): Runner {
    const { DATABASE_URL: _, ...inherited } = process.env;
    const named = 'echo "pid $$"; exec "$@"';
    const [file, args] = commandLine("sh", "-c", named, "sh", process.execPath, program);
    const env = { ...inherited, DATABASE_URL: this.#runnerUrl, RUNNER_NAME: name };
    return new Runner(spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] }));
  }
}

const plainly = (file: string, ...args: string[]) => [file, args] as const;

/** A runner's process. Killed with `using`, if it still lives. */
export class Runner implements Disposable {
  readonly #child: ChildProcess;
  readonly ended: Promise<number | string>;
  said = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on("data", (chunk) => (this.said += String(chunk)));
    child.stderr?.on("data", (chunk) => (this.said += String(chunk)));
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
    });
  }

  /** Waits until it has said this. */
  async says(pattern: RegExp): Promise<void> {
    await until(() => {
      if (!pattern.test(this.said)) throw new Error(`It has not said ${pattern}. It said:\n${this.said}`);
    });
  }

  /** Of the runner itself, whatever the command line put around it. */
  get pid(): number {
    const pid = Number(/^pid (\d+)$/m.exec(this.said)?.[1]);
    if (!Number.isInteger(pid)) throw new Error(`The runner has not begun. It said:\n${this.said}`);
    return pid;
  }

  [Symbol.dispose](): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    if (/^pid \d+$/m.test(this.said)) process.kill(this.pid, "SIGKILL");
    this.#child.kill("SIGKILL");
  }
}
