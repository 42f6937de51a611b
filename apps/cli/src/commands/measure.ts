import { TIMELINE_PARTS } from "@lockstep/contracts";
import {
  BadProgramError,
  type ProgramModule,
  type ReadyProgram,
  RefusedError,
  studentProgram,
} from "@lockstep/interleave";
import {
  runOnVirtualCores,
  serialPartOf,
  slowBecause,
  type SpeedUp,
  speedUpOf,
  timelines,
  type VirtualRun,
} from "@lockstep/measure";
import { evaluateConfined, hardened } from "@lockstep/realm";
import { ExitCode, UsageError } from "../exit-code.ts";
import { lockForStudents, mainOf, modulesOf } from "../program-modules.ts";
import { TIMELINE_LEGEND, timelineText } from "../timeline-text.ts";
import { visible } from "../visible-text.ts";

export interface MeasureCommand {
  readonly path: string;
  /** `exercise/scenario` that drives the files; null: the file is the program. */
  readonly scenario: string | null;
  /** A sequential program to be compared with, of the same kind; null: the program itself on one core. */
  readonly against: string | null;
  /** JSON that the scenario or `main` is given. */
  readonly input: string | null;
  readonly cores: number;
}

/** Runs a program on virtual cores, and tells how its speed grows with them and where each thread's time goes. */
export async function measure(command: MeasureCommand): Promise<number> {
  const { cores, against } = command;
  if (cores < 1 || cores > 64) throw new UsageError(`--cores takes a whole number from 1 to 64, not "${cores}".`);
  const modules = await modulesOf(command);
  const others = against === null ? modules : await modulesOf({ ...command, path: against });
  if (modules === null || others === null) return ExitCode.notAccepted;
  const input: unknown = command.input === null ? undefined : inputFrom(command.input);
  lockForStudents();
  try {
    const reference = runOnVirtualCores(programOf(command, others, input), { cores: 1 });
    if (!hasEnded(reference)) return ExitCode.notAccepted;
    const runs = steps(cores).map((count) => runOnVirtualCores(programOf(command, modules, input), { cores: count }));
    const last = runs.at(-1);
    if (!last || !runs.every(hasEnded)) return ExitCode.notAccepted;
    const curve = runs.map((run) => speedUpOf(run, reference.workTicks));
    process.stdout.write(`${tellCurve(curve, against)}\n\n${tellTime(last)}\n`);
    return ExitCode.ok;
  } catch (cause) {
    if (!(cause instanceof RefusedError || cause instanceof BadProgramError)) throw cause;
    process.stderr.write(`${visible(cause.message)}\n`);
    return ExitCode.notAccepted;
  }
}

/** 1, 2, 4 … and the number itself. */
function steps(cores: number): readonly number[] {
  const powers = Array.from({ length: 7 }, (_unused, i) => 2 ** i).filter((power) => power < cores);
  return [...powers, cores];
}

function programOf({ scenario }: MeasureCommand, modules: readonly ProgramModule[], input: unknown): ReadyProgram {
  const isDriven = scenario !== null;
  return studentProgram({
    modules,
    entry: isDriven ? "scenario" : "program",
    main: isDriven ? "default" : mainOf(modules),
    args: input === undefined ? [] : [input],
    ...(isDriven && { student: "student" }),
    isTimed: true,
    evaluate: (code, globals) => evaluateConfined(code, globals, "program"),
    harden: hardened,
  });
}

/** Whether it came to its end; otherwise it is told how it ended. */
function hasEnded({ ending, errors, threads }: VirtualRun): boolean {
  if (ending?.kind === "ok") return true;
  const why = errors.length > 0 ? errors.map(String).join("; ") : `it has ${threads.length} threads`;
  process.stderr.write(
    visible(`The program did not come to its end (${ending?.kind ?? "it took too long"}): ${why}\n`),
  );
  return false;
}

const BAR = 40;

function tellCurve(curve: readonly SpeedUp[], against: string | null): string {
  const most = Math.max(...curve.map(({ cores }) => cores));
  const rows = curve.map(({ cores, speedUp, efficiency }) => {
    const bar = "█".repeat(Math.max(1, Math.round((speedUp / most) * BAR))).padEnd(BAR);
    return `${String(cores).padStart(5)}  ${bar} ${speedUp.toFixed(2)}${efficiency < 0.995 ? `  (efficiency ${efficiency.toFixed(2)})` : ""}`;
  });
  const last = curve.at(-1);
  return [
    against === null
      ? "cores  times as fast as one core doing all of its work"
      : `cores  times as fast as ${visible(against)}`,
    ...rows,
    ...(last && last.cores > 1 ? ["", tellCause(last)] : []),
    "Counted on virtual cores: the same on every machine, whatever else it does.",
  ].join("\n");
}

function tellCause(last: SpeedUp): string {
  if (last.speedUp >= 0.9 * last.cores) return "It uses nearly all that the cores can give.";
  switch (slowBecause(last)) {
    case "busy-wait":
      return `${percent(last.spunShare)} of the work is looking again and again whether something has changed. Wait for it instead.`;
    case "inefficient":
      return `It does ${(1 / last.efficiency).toFixed(1)} times the work of the sequential program.`;
    case "serial":
      return `As if ${percent(serialPartOf(last))} of the work could not be done at once.`;
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function tellTime(run: VirtualRun): string {
  const pictures = timelines(run, TIMELINE_PARTS);
  const flights = run.inFlight.map(
    ({ what, max, mean }) => `${visible(what)}: up to ${max} at once, ${mean.toFixed(2)} on average`,
  );
  return [
    `Threads on ${run.cores} ${run.cores === 1 ? "core" : "cores"}, from beginning to end`,
    timelineText(run.threads.map(({ name }, i) => ({ name, timeline: pictures[i] ?? [] }))),
    ...(run.isTruncated ? ["Of the end not everything is shown."] : []),
    TIMELINE_LEGEND,
    ...flights,
  ].join("\n");
}

function inputFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--input takes JSON, not "${text}".`);
  }
}
