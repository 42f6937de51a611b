import {
  type ExercisePack,
  type GradingReport,
  gradingReport,
  type Language,
  type ManifestCase,
  type ProgressEvent,
  type Purpose,
  type SourceFile,
} from "@lockstep/contracts";
import type { Sandbox } from "@lockstep/sandbox";
import { randomInt } from "node:crypto";
import { Compiler } from "./compile.ts";
import { ExplorableScenarios } from "./explorable-scenarios.ts";
import { JudgeProcess, type JudgeProcessOptions } from "./judge-process.ts";
import { OutputKeeper } from "./output-keeper.ts";
import { runProgram } from "./program.ts";
import { MistakenTestsError, Session } from "./session.ts";
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
  /**
   * Told, before its event, what the test of a case that is not accepted has said. For instructors only: it may hold
   * expected values.
   */
  readonly onTestSaid?: (caseId: string, text: string) => void;
  /** Told whenever a box begins to run, and whenever the tests look at its answer. For logs. */
  readonly onPhase?: (phase: "running" | "judging") => void;
  /** Ends the grading; `grade` then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A class is at a few exercises at a time. Each judge process that is kept takes up to 200 MiB. */
const PROCESSES_MAX = 3;

/**
 * Grades one submission after another: compiles, has the exercise's tests run in the judge process of its version, runs
 * what they ask for in boxes, and names the verdict. The processes of the versions that came last are kept.
 * Not for two gradings at once: open a `Judge` for each.
 */
export class Judge {
  readonly #sandbox: Sandbox;
  readonly #options: JudgeProcessOptions;
  readonly #compiler = new Compiler();
  readonly #explorableScenarios = new ExplorableScenarios();
  /** By exercise version; the one that was used last stands last. */
  readonly #processes = new Map<string, JudgeProcess>();

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
    const planned = pack.manifest.cases.filter(
      (c) => purpose === "submit" || (purpose === "run" && c.visibility === "visible"),
    );
    const { signal } = options;
    const compiled = await this.#compiler.compile(grading, signal);
    const base = { seed, exercise: { slug: pack.slug, version: pack.version }, compileErrors: [] };
    if (compiled.kind === "errors") {
      return {
        ...base,
        ...notCompiled(planned),
        compileErrors: [...compiled.errors],
        wallTimeMs: performance.now() - begin,
      };
    }
    const { module, explorable } = compiled;
    if (purpose === "program") {
      options.onPhase?.("running");
      return { ...base, ...(await runProgram({ grading, module, sandbox: this.#sandbox, seed }, signal)) };
    }
    const output = new OutputKeeper(pack.manifest.limits.outputBytes);
    const session = new Session(
      {
        pack,
        planned,
        sandbox: this.#sandbox,
        student: module,
        explorable,
        explorableScenarios: this.#explorableScenarios,
        output,
      },
      options,
    );
    let problems: readonly string[];
    try {
      problems = await this.#runTests(grading, seed, session, signal);
    } finally {
      await session.close();
    }
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
      tooBusy: [...session.tooBusy],
    };
  }

  /** Starts ahead what a submission of this exercise needs and what takes time. For who expects one more. */
  prepare(pack: ExercisePack): void {
    this.#sandbox.warm(pack.manifest.limits);
    this.#compiler.warm();
    this.#processes.get(pack.version)?.prepare();
  }

  async close(): Promise<void> {
    this.#compiler.close();
    await Promise.all([...this.#processes.keys()].map((version) => this.#end(version)));
  }

  async #end(version: string): Promise<void> {
    const ending = this.#processes.get(version);
    this.#processes.delete(version);
    await ending?.close();
  }

  /** The living process of this version, started where there is none. */
  async #processOf(pack: ExercisePack): Promise<JudgeProcess> {
    const kept = this.#processes.get(pack.version);
    if (kept?.alive !== true) await this.#end(pack.version);
    const used = kept?.alive === true ? kept : await JudgeProcess.start(pack, this.#options);
    this.#processes.delete(pack.version);
    this.#processes.set(pack.version, used);
    const [oldest] = this.#processes.keys();
    if (this.#processes.size > PROCESSES_MAX && oldest !== undefined) await this.#end(oldest);
    return used;
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
      const used = await this.#processOf(pack);
      return await used.grade({ files, seed, outcomes: pack.manifest.outcomes }, session, signal);
    } catch (cause) {
      await this.#end(pack.version); // it may be in the middle of anything
      signal.throwIfAborted();
      if (cause instanceof MistakenTestsError) return [cause.message];
      return [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)];
    }
  }
}

function notCompiled(
  planned: readonly ManifestCase[],
): Omit<GradingReport, "seed" | "exercise" | "compileErrors" | "wallTimeMs"> {
  return {
    verdict: "compile-error",
    reason: null,
    decidingCase: null,
    points: 0,
    pointsMax: planned.reduce((sum, c) => sum + c.points, 0),
    cases: [],
    output: { stdout: "", stderr: "", truncated: false },
    cpuTimeMs: null,
    memoryBytesMax: null,
    internal: null,
    tooBusy: [],
  };
}

/** Unknown as soon as one part is. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function greatest(parts: readonly (number | null)[]): number | null {
  return parts.reduce((most, part) => (most === null || part === null ? null : Math.max(most, part)), 0);
}
