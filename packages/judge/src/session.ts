import { type BoxModule, type CaseResult, caseResult, type ExercisePack, type ManifestCase } from "@lockstep/contracts";
import { isAccountedFor } from "@lockstep/measure/claims";
import type { BoxRun, Sandbox } from "@lockstep/sandbox";
import { Boxes, NoCoresError } from "./boxes.ts";
import { CaseRecord } from "./case-record.ts";
import type { GradeOptions } from "./judge.ts";
import type { Explorable } from "./compile-protocol.ts";
import type { ExplorableScenarios } from "./explorable-scenarios.ts";
import type { GradingListener } from "./judge-process.ts";
import type { OutputKeeper } from "./output-keeper.ts";
import type { FromJudge, RunReply, RunRequest } from "./protocol.ts";
import { isOutOfTime } from "./shorter-limits.ts";
import { storable } from "./storable.ts";

const TEST_PLACE = /^[\w.-]+\.test\.ts:\d+: /;

/** The exercise's tests ask for what there isn't. The text says all: no trace of ours is worth reading. */
export class MistakenTestsError extends Error {
  readonly code = "mistaken-tests";
  constructor(message: string) {
    super(message);
    this.name = "MistakenTestsError";
  }
}

/** One grading in progress: runs what the tests ask for, and keeps a record of each case. */
export class Session implements GradingListener {
  readonly #pack: ExercisePack;
  readonly #planned: readonly ManifestCase[];
  readonly #boxes: Boxes;
  readonly #student: BoxModule;
  readonly #explorable: Explorable;
  readonly #explorableScenarios: ExplorableScenarios;
  readonly #output: OutputKeeper;
  readonly #options: GradeOptions;
  readonly #records = new Map<string, CaseRecord>();
  readonly #finished = new Map<string, CaseResult>();
  readonly #tooBusy: string[] = [];
  readonly #problems: string[] = [];
  /** A test that awaits nothing asks for several runs at once: they come one after another, since they share a box. */
  #lastRun: Promise<unknown> = Promise.resolve();

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
    this.#boxes = new Boxes(job.sandbox, job.pack.manifest); // its box boots while the tests are loaded
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
  run(request: RunRequest): Promise<RunReply> {
    const reply = this.#lastRun.then(() => this.#run(request));
    this.#lastRun = reply.catch(() => undefined);
    return reply;
  }

  async #run(request: RunRequest): Promise<RunReply> {
    const scenario = this.#pack.scenarios.find((s) => s.name === request.scenario);
    const record = this.#records.get(request.test);
    if (!record) throw new MistakenTestsError(`the test "${request.test}" is no case of exercise.json`);
    if (!scenario) throw new MistakenTestsError(unknownScenario(request, this.#pack));
    const { signal, onPhase } = this.#options;
    const modules = await this.#transformed(request);
    if (modules && "because" in modules) return notExplorable(request, modules);
    const { budget, timing, mode, cores } = request;
    const isByTheClock = mode === "free" && cores !== undefined;
    const isShownOnly = isByTheClock && cores > 1; // beside what another run has decided
    onPhase?.("running");
    const asked = {
      student: this.#student,
      scenario,
      input: request.input,
      mode,
      ...(mode === "paced" && cores !== undefined && { cores }),
      seeds: request.seeds,
      stepsMax: request.stepsMax,
      ...(modules && budget && { exploration: { ...modules, budget } }),
      ...(modules && timing && { timing: { ...modules, budget: timing } }),
    };
    let run: BoxRun;
    try {
      const options = { ...(signal && { signal }), countThreads: mode === "paced" || isByTheClock };
      run = await this.#boxes.run(asked, options, isShownOnly ? cores : null); // one it has anyway
    } catch (cause) {
      if (cause instanceof NoCoresError) return unanswered(request, "no-cores", cause.message);
      throw cause;
    }
    onPhase?.("judging");
    if (!isShownOnly && isOutOfTime(run.status)) await this.#boxes.shortenLimits();
    record.add(run);
    if (!isShownOnly) this.#output.add(run.output); // there the same once more
    const { status, answer, output, detail } = run;
    const { nonce: _nonce, ...told } = answer ?? { nonce: "" };
    return {
      kind: "run-reply",
      id: request.id,
      status,
      answer: "outcomes" in told ? told : null,
      ...(mode === "paced" && { accountedFor: accountOf(run) }),
      ...(isByTheClock && { wall: wallOf(run) }),
      output,
      detail,
    };
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
    if (record.internal) this.#options.onTestSaid?.(planned.id, record.internal);
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
      return failure && text ? [{ id: planned.id, text }] : [];
    });
    const all = [...problems, ...this.#problems, ...oncePerText(failed)];
    return all.length === 0 ? null : all.join("\n");
  }
}

/** What several cases say alike, but for the line of the test, is told of the first. */
function oncePerText(failed: readonly { readonly id: string; readonly text: string }[]): readonly string[] {
  const alike = Map.groupBy(failed, ({ text }) => text.replace(TEST_PLACE, ""));
  return [...alike.values()].map(([first, ...more]) => {
    const others = more.length === 0 ? "" : ` (and likewise ${more.map(({ id }) => id).join(", ")})`;
    return `${first?.id ?? ""}${others}: ${first?.text ?? ""}`;
  });
}

function unknownScenario({ test, scenario }: RunRequest, { scenarios }: ExercisePack): string {
  const names = scenarios.map(({ name }) => name).toSorted();
  return `the test "${test}" asks for the scenario "${scenario}", which isn't there; there are: ${names.join(", ")}`;
}

/** Whether what the threads say of themselves is what the kernel saw of them. */
function accountOf({ answer, threads, cpuTimeMs }: BoxRun): boolean | null {
  if (!answer?.paced || !threads) return null;
  return isAccountedFor(answer.paced, threads, cpuTimeMs);
}

/** What clock and kernel say of a run at full speed; null where the kernel keeps no account of threads. */
function wallOf({ wallTimeMs, threads }: BoxRun): RunReply["wall"] {
  if (!threads) return null;
  // The program's own threads: compiler and collector wait for these as a matter of course.
  const delaysMs = threads.filter(({ name }) => name.startsWith("worker-")).map(({ runDelayMs }) => runDelayMs);
  return { timeMs: wallTimeMs, runDelayMs: Math.max(0, ...delaysMs) };
}

function notExplorable(request: RunRequest, { whose, because, at }: NonNullable<RunReply["refusal"]>): RunReply {
  return { ...unanswered(request, "not-explorable", because), refusal: { whose, because, at } };
}

/** No box was asked. */
function unanswered({ id }: RunRequest, status: RunReply["status"], detail: string): RunReply {
  const output = { stdout: "", stderr: "", truncated: false };
  return { kind: "run-reply", id, status, answer: null, output, detail };
}
