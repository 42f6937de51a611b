import { type BoxModule, type CaseResult, caseResult, type ExercisePack, type ManifestCase } from "@lockstep/contracts";
import { isAccountedFor } from "@lockstep/measure/claims";
import type { BoxRun, BoxSession, Sandbox } from "@lockstep/sandbox";
import { CaseRecord } from "./case-record.ts";
import type { GradeOptions } from "./judge.ts";
import type { Explorable } from "./compile-protocol.ts";
import type { ExplorableScenarios } from "./explorable-scenarios.ts";
import type { GradingListener } from "./judge-process.ts";
import type { OutputKeeper } from "./output-keeper.ts";
import type { FromJudge, RunReply, RunRequest } from "./protocol.ts";
import { isOutOfTime, shorterLimits } from "./shorter-limits.ts";
import { storable } from "./storable.ts";

/** One grading in progress: runs what the tests ask for, and keeps a record of each case. */
export class Session implements GradingListener {
  readonly #pack: ExercisePack;
  readonly #planned: readonly ManifestCase[];
  readonly #sandbox: Sandbox;
  #boxes: BoxSession;
  /** Whether the boxes are of shorter limits by now. */
  #isShortened = false;
  readonly #student: BoxModule;
  readonly #explorable: Explorable;
  readonly #explorableScenarios: ExplorableScenarios;
  readonly #output: OutputKeeper;
  readonly #options: GradeOptions;
  readonly #records = new Map<string, CaseRecord>();
  readonly #finished = new Map<string, CaseResult>();
  readonly #tooBusy: string[] = [];
  readonly #problems: string[] = [];

  constructor(
    job: {
      pack: ExercisePack;
      planned: readonly ManifestCase[];
      sandbox: Sandbox;
      student: BoxModule;
      explorable: Explorable;
      explorableScenarios: ExplorableScenarios;
      output: OutputKeeper;
    },
    options: GradeOptions,
  ) {
    this.#pack = job.pack;
    this.#planned = job.planned;
    const { limits, needs } = job.pack.manifest;
    this.#sandbox = job.sandbox;
    this.#boxes = job.sandbox.session({ limits, needs }); // its box boots while the tests are loaded
    this.#student = job.student;
    this.#explorable = job.explorable;
    this.#explorableScenarios = job.explorableScenarios;
    this.#output = job.output;
    this.#options = options;
    for (const planned of job.planned) this.#records.set(planned.test, this.#recordOf(planned));
    options.onEvent?.({
      kind: "planned",
      cases: job.planned.map(({ id, title, visibility }) => ({ id, title, visibility })),
    });
  }

  /** Runs a scenario in a box that only this submission has seen, and answers what the test may know of it. */
  async run(request: RunRequest): Promise<RunReply> {
    const scenario = this.#pack.scenarios.find((s) => s.name === request.scenario);
    const record = this.#records.get(request.test);
    if (!scenario || !record) throw new Error(`the test "${request.test}" asks for the scenario "${request.scenario}"`);
    const { signal, onPhase } = this.#options;
    const modules = await this.#transformed(request);
    if (modules && "because" in modules) return notExplorable(request, modules);
    const { budget, timing, mode, cores } = request;
    onPhase?.("running");
    const run = await this.#boxes.run(
      {
        student: this.#student,
        scenario,
        input: request.input,
        mode,
        ...(cores !== undefined && { cores }),
        seeds: request.seeds,
        stepsMax: request.stepsMax,
        ...(modules && budget && { exploration: { ...modules, budget } }),
        ...(modules && timing && { timing: { ...modules, budget: timing } }),
      },
      { ...(signal && { signal }), countThreads: mode === "paced" },
    );
    onPhase?.("judging");
    if (isOutOfTime(run.status)) await this.#shortenLimits();
    record.add(run);
    this.#output.add(run.output);
    const { status, answer, output, detail } = run;
    const { nonce: _nonce, ...told } = answer ?? { nonce: "" };
    return {
      kind: "run-reply",
      id: request.id,
      status,
      answer: "outcomes" in told ? told : null,
      ...(mode === "paced" && { accountedFor: accountOf(run) }),
      output,
      detail,
    };
  }

  async #shortenLimits(): Promise<void> {
    if (this.#isShortened) return;
    this.#isShortened = true;
    await this.#boxes.close();
    const { limits, needs } = this.#pack.manifest;
    this.#boxes = this.#sandbox.session({ limits: shorterLimits(limits), needs });
  }

  /** The modules to explore or to time, or why there are none; null where nothing of that is asked. */
  async #transformed({ mode, budget, timing, scenario: name }: RunRequest) {
    if (!(mode === "explored" && budget) && !(mode === "timed" && timing)) return null;
    const scenario = await this.#explorableScenarios.of(this.#pack, name);
    if (scenario.kind === "refused") return { ...scenario, whose: "scenario" as const };
    const student = this.#explorable;
    if (student.kind === "refused") return { ...student, whose: "student" as const };
    return { student: student.module, scenario: scenario.module };
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
    if (event.tooBusy) this.#tooBusy.push(planned.id);
    else this.#options.onEvent?.({ kind: "case-finished", result });
  }

  /** Ends the box. */
  close(): Promise<void> {
    return this.#boxes.close();
  }

  /** Cases that the machine was too busy to judge. */
  get tooBusy(): readonly string[] {
    return this.#tooBusy;
  }

  /** The results in the order of the manifest. A case that has none, and a problem outside the cases, is our failure. */
  results(problems: readonly string[]): readonly CaseResult[] {
    const all = [...problems, ...this.#problems];
    return this.#planned.map((planned) => {
      const result = this.#finished.get(planned.id);
      if (result && (all.length === 0 || result.verdict !== "accepted")) return result;
      const record = this.#records.get(planned.test) ?? this.#recordOf(planned);
      return record.missing(all.join("\n") || "the test never ended");
    });
  }

  #recordOf(planned: ManifestCase): CaseRecord {
    return new CaseRecord(planned, this.#pack.manifest.marks);
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

/** Whether what the threads say of themselves is what the kernel saw of them. */
function accountOf({ answer, threads, cpuTimeMs }: BoxRun): boolean | null {
  if (!answer?.paced || !threads) return null;
  return isAccountedFor(answer.paced, threads, cpuTimeMs);
}

function notExplorable({ id }: RunRequest, { whose, because, at }: NonNullable<RunReply["refusal"]>): RunReply {
  return {
    kind: "run-reply",
    id,
    status: "not-explorable",
    answer: null,
    refusal: { whose, because, at },
    output: { stdout: "", stderr: "", truncated: false },
    detail: because,
  };
}
