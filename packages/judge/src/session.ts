import { type BoxModule, type CaseResult, caseResult, type ExercisePack, type ManifestCase } from "@lockstep/contracts";
import type { Sandbox } from "@lockstep/sandbox";
import { CaseRecord } from "./case-record.ts";
import type { GradeOptions } from "./judge.ts";
import type { GradingListener } from "./judge-process.ts";
import type { OutputKeeper } from "./output-keeper.ts";
import type { FromJudge, RunReply, RunRequest } from "./protocol.ts";
import { storable } from "./storable.ts";

/** One grading in progress: runs what the tests ask for, and keeps a record of each case. */
export class Session implements GradingListener {
  readonly #pack: ExercisePack;
  readonly #planned: readonly ManifestCase[];
  readonly #sandbox: Sandbox;
  readonly #student: BoxModule;
  readonly #output: OutputKeeper;
  readonly #options: GradeOptions;
  readonly #records = new Map<string, CaseRecord>();
  readonly #finished = new Map<string, CaseResult>();
  readonly #problems: string[] = [];

  constructor(
    job: {
      pack: ExercisePack;
      planned: readonly ManifestCase[];
      sandbox: Sandbox;
      student: BoxModule;
      output: OutputKeeper;
    },
    options: GradeOptions,
  ) {
    this.#pack = job.pack;
    this.#planned = job.planned;
    this.#sandbox = job.sandbox;
    this.#student = job.student;
    this.#output = job.output;
    this.#options = options;
    for (const planned of job.planned) this.#records.set(planned.test, new CaseRecord(planned));
    job.sandbox.warm(job.pack.manifest.limits); // boots while the tests are loaded
    options.onEvent?.({
      kind: "planned",
      cases: job.planned.map(({ id, title, visibility }) => ({ id, title, visibility })),
    });
  }

  /** Runs a scenario in a fresh box and answers what the test may know of it. */
  async run(request: RunRequest): Promise<RunReply> {
    const { pack, scenario } = {
      pack: this.#pack,
      scenario: this.#pack.scenarios.find((s) => s.name === request.scenario),
    };
    const record = this.#records.get(request.test);
    if (!scenario || !record) throw new Error(`the test "${request.test}" asks for the scenario "${request.scenario}"`);
    const { signal, onPhase } = this.#options;
    onPhase?.("running");
    const run = await this.#sandbox.run(
      {
        request: {
          student: this.#student,
          scenario,
          input: request.input,
          mode: request.mode,
          seeds: request.seeds,
          stepsMax: request.stepsMax,
        },
        limits: pack.manifest.limits,
        needs: pack.manifest.needs,
      },
      signal ? { signal } : {},
    );
    onPhase?.("judging");
    this.#sandbox.warm(pack.manifest.limits); // for the next request, while the test looks at this answer
    record.add(run);
    this.#output.add(run.output);
    const { status, answer, output, detail } = run;
    const told = answer === null ? null : { rounds: answer.rounds, outcomes: answer.outcomes };
    return { kind: "run-reply", id: request.id, status, answer: told, output, detail };
  }

  event(event: Extract<FromJudge, { kind: "test-started" | "test-finished" }>): void {
    const planned = this.#planned.find((c) => c.test === event.title);
    const record = this.#records.get(event.title);
    if (!planned || !record) {
      this.#problems.push(`the test "${event.title}" is no case of exercise.json`);
      return;
    }
    if (event.kind === "test-started") {
      this.#options.onEvent?.({ kind: "case-started", id: planned.id });
      return;
    }
    if (this.#finished.has(planned.id)) this.#problems.push(`the test "${event.title}" ended twice`);
    const result = caseResult.parse(storable(record.finish(event)));
    this.#finished.set(planned.id, result);
    this.#options.onEvent?.({ kind: "case-finished", result });
  }

  /** The results in the order of the manifest. A case that has none, and a problem outside the cases, is our failure. */
  results(problems: readonly string[]): readonly CaseResult[] {
    const all = [...problems, ...this.#problems];
    return this.#planned.map((planned) => {
      const result = this.#finished.get(planned.id);
      if (result && (all.length === 0 || result.verdict !== "accepted")) return result;
      const record = this.#records.get(planned.test) ?? new CaseRecord(planned);
      return record.missing(all.join("\n") || "the test never ended");
    });
  }

  /** For instructors: everything that went wrong on our side, or null. */
  internal(problems: readonly string[]): string | null {
    const failed = this.#planned.flatMap((planned) => {
      const failure = this.#finished.get(planned.id)?.verdict === "internal-error";
      const text = this.#records.get(planned.test)?.internal;
      return failure && text ? [`${planned.id}: ${text}`] : [];
    });
    const all = [...problems, ...this.#problems, ...failed];
    return all.length === 0 ? null : all.join("\n");
  }
}
