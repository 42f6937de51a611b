import {
  type ExercisePack,
  type GradingReport,
  gradingReport,
  type Language,
  type ProgressEvent,
  type Purpose,
  type SourceFile,
} from "@lockstep/contracts";
import type { Sandbox } from "@lockstep/sandbox";
import { randomInt } from "node:crypto";
import { compile } from "./compile.ts";
import { JudgeProcess, type JudgeProcessOptions } from "./judge-process.ts";
import { OutputKeeper } from "./output-keeper.ts";
import { runProgram } from "./program.ts";
import { Session } from "./session.ts";
import { storable } from "./storable.ts";
import { decide } from "./verdict.ts";

/** What is to be graded. */
export interface Grading {
  readonly pack: ExercisePack;
  readonly language: Language;
  readonly files: readonly SourceFile[];
  readonly purpose: Purpose;
  /** Absent: a fresh one. 0 to 2³² − 1. */
  readonly seed?: number;
}

/** The part of the progress that grading itself knows. */
export type GradingEvent = Extract<ProgressEvent, { kind: "planned" | "case-started" | "case-finished" }>;

export interface GradeOptions {
  readonly onEvent?: (event: GradingEvent) => void;
  /** Told whenever a box begins to run, and whenever the tests look at its answer. For logs. */
  readonly onPhase?: (phase: "running" | "judging") => void;
  /** Ends the grading; `grade` then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Grades one submission after another: compiles, has the exercise's tests run in the judge process, runs what they ask for
 * in boxes, and names the verdict. The judge process is kept while the exercise version stays the same.
 * Not for two gradings at once: open a `Judge` for each.
 */
export class Judge {
  readonly #sandbox: Sandbox;
  readonly #options: JudgeProcessOptions;
  #process: JudgeProcess | undefined;

  constructor(sandbox: Sandbox, options: JudgeProcessOptions = {}) {
    this.#sandbox = sandbox;
    this.#options = options;
  }

  /**
   * Never throws for what a student did. Whatever fails on our side ends as `internal-error` in the report.
   * @throws the reason of `options.signal` when it is aborted.
   */
  async grade(grading: Grading, options: GradeOptions = {}): Promise<GradingReport> {
    return gradingReport.parse(storable(await this.#grade(grading, options)));
  }

  async #grade(grading: Grading, options: GradeOptions): Promise<GradingReport> {
    const begin = performance.now();
    const { pack, purpose, seed = randomInt(2 ** 32) } = grading;
    const { signal } = options;
    const compiled = await compile(grading, signal);
    const base = { seed, exercise: { slug: pack.slug, version: pack.version }, compileErrors: [] };
    if (compiled.kind === "errors") {
      return {
        ...base,
        ...notCompiled(pack),
        compileErrors: [...compiled.errors],
        wallTimeMs: performance.now() - begin,
      };
    }
    const { module } = compiled;
    if (purpose === "program") {
      options.onPhase?.("running");
      return { ...base, ...(await runProgram({ grading, module, sandbox: this.#sandbox, seed }, signal)) };
    }
    const output = new OutputKeeper(pack.manifest.limits.outputBytes);
    const planned = pack.manifest.cases.filter((c) => purpose === "submit" || c.visibility === "visible");
    const session = new Session({ pack, planned, sandbox: this.#sandbox, student: module, output }, options);
    const problems = await this.#runTests(grading, seed, session, signal);
    const cases = [...session.results(problems)];
    return {
      ...base,
      ...decide(cases),
      cases,
      output: output.kept(),
      wallTimeMs: performance.now() - begin,
      cpuTimeMs: total(cases.map((c) => c.cpuTimeMs)),
      memoryBytesMax: greatest(cases.map((c) => c.memoryBytesMax)),
      internal: session.internal(problems),
    };
  }

  async close(): Promise<void> {
    await this.#process?.close();
    this.#process = undefined;
  }

  /** Answers what went wrong apart from the single tests. */
  async #runTests(
    grading: Grading,
    seed: number,
    session: Session,
    signal = new AbortController().signal,
  ): Promise<readonly string[]> {
    const { pack, purpose } = grading;
    const files = pack.tests
      .map((test) => test.name)
      .filter((name) => purpose === "submit" || name.startsWith("visible"));
    try {
      if (this.#process?.version !== pack.version || !this.#process.alive) {
        await this.close();
        this.#process = await JudgeProcess.start(pack, this.#options);
      }
      return await this.#process.grade(files, seed, session, signal);
    } catch (cause) {
      await this.close(); // it may be in the middle of anything
      signal.throwIfAborted();
      return [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)];
    }
  }
}

function notCompiled(pack: ExercisePack): Omit<GradingReport, "seed" | "exercise" | "compileErrors" | "wallTimeMs"> {
  return {
    verdict: "compile-error",
    reason: null,
    decidingCase: null,
    points: 0,
    pointsMax: pack.manifest.cases.reduce((sum, c) => sum + c.points, 0),
    cases: [],
    output: { stdout: "", stderr: "", truncated: false },
    cpuTimeMs: null,
    memoryBytesMax: null,
    internal: null,
  };
}

/** Unknown as soon as one part is. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function greatest(parts: readonly (number | null)[]): number | null {
  return parts.reduce((most, part) => (most === null || part === null ? null : Math.max(most, part)), 0);
}
