import type { GradingReport } from "@lockstep/contracts";
import { type Database, endWithoutRun, loadForGrading, type SubmissionToGrade } from "@lockstep/db";
import type { DeadJob, GradingQueue } from "@lockstep/jobs";
import { setTimeout as sleep } from "node:timers/promises";

/** Time between two looks at the dead letters. */
const LOOK_MS = 5_000;

/**
 * A job that kills its runner, or that never finds a sandbox, ends among the dead letters without a word to its student. This
 * says it: `internal-error`, which counts nothing. The letter stays for an instructor, who may have it graded again.
 */
export class DeadLetterWatch {
  readonly #db: Database;
  readonly #queue: GradingQueue;
  readonly #runner: string;
  readonly #say: (text: string) => void;
  readonly #stopping = new AbortController();
  readonly #settled = new Set<string>();
  readonly #ended: Promise<void>;

  constructor(deps: {
    readonly db: Database;
    readonly queue: GradingQueue;
    readonly runner: string;
    readonly say: (text: string) => void;
  }) {
    this.#db = deps.db;
    this.#queue = deps.queue;
    this.#runner = deps.runner;
    this.#say = deps.say;
    this.#ended = this.#watch();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #watch(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        for (const letter of await this.#queue.deadLetters()) await this.#settle(letter);
      } catch (cause) {
        this.#say(`dead letters: ${cause instanceof Error ? cause.message : String(cause)}`); // looked at again soon
      }
      await sleep(LOOK_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  async #settle({ id, submissionId, because }: DeadJob): Promise<void> {
    if (this.#settled.has(id)) return;
    const submission = submissionId === null ? null : await loadForGrading(this.#db, submissionId);
    if (submission && !submission.ended) {
      const ended = await endWithoutRun(this.#db, {
        submissionId: submission.id,
        runner: this.#runner,
        report: reportOf(submission, because),
        // An instructor may have sent it again since we looked.
        stillWanted: (tx) => this.#queue.isDeadLetter(tx, id),
      });
      if (ended) this.#say(`${submission.id}: internal-error (no runner could end it)`);
    }
    this.#settled.add(id);
  }
}

function reportOf({ pack, purpose, seed }: SubmissionToGrade, because: string): GradingReport {
  const planned = pack.manifest.cases.filter((one) => purpose === "submit" || one.visibility === "visible");
  return {
    verdict: "internal-error",
    reason: null,
    decidingCase: null,
    points: 0,
    pointsMax: purpose === "program" ? 0 : planned.reduce((sum, { points }) => sum + points, 0),
    cases: [],
    compileErrors: [],
    output: { stdout: "", stderr: "", truncated: false },
    seed,
    exercise: { slug: pack.slug, version: pack.version },
    tooBusy: [],
    wallTimeMs: 0,
    cpuTimeMs: null,
    memoryBytesMax: null,
    internal: `Every attempt ended without a result. The last: ${because}`,
  };
}
