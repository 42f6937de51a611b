import {
  BadProgramError,
  type Exploration,
  explore as exploreProgram,
  type ProgramModule,
  type Race,
  type ReadyProgram,
  RefusedError,
  type Replay,
  replayOf,
  studentProgram,
  type Thrown,
} from "@lockstep/interleave";
import { evaluateConfined, hardened } from "@lockstep/realm";
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { ExitCode, UsageError } from "../exit-code.ts";
import { type ExploreCommand, parsed, predicate, replayFrom } from "../explore-command.ts";
import { confirmOnThreads, confirmProofOnThreads, exploreOnThreads } from "../explore-on-threads.ts";
import { mustBeWritable } from "../file-to-write.ts";
import { interleavingHtml } from "../interleaving-html.ts";
import { stepsOf, printInterleaving } from "../print-interleaving.ts";
import { lockForStudents, mainOf, modulesOf, STUDENT_SITES } from "../program-modules.ts";
import { mustFit, replayCommand } from "../replay-command.ts";
import { tellEnd, tellExploration } from "../tell-exploration.ts";
import { visible } from "../visible-text.ts";

/** Explores the interleavings of a program, and tells a schedule that fails. */
export async function explore(command: ExploreCommand): Promise<number> {
  if ((command.gated || command.confirm) && command.scenario !== null)
    throw new UsageError("Real threads run a program, not a scenario: --gated and --confirm go without --scenario.");
  await mustBeWritable("--trace", command.trace);
  await mustBeWritable("--html", command.html);
  try {
    return command.gated ? await exploreOnThreads(command) : await exploreInModel(command);
  } catch (cause) {
    if (cause instanceof RefusedError) {
      process.stderr.write(`${visible(cause.message)}\n`);
      return ExitCode.notAccepted;
    }
    if (cause instanceof BadProgramError) throw new UsageError(cause.message);
    throw cause;
  }
}

async function exploreInModel(command: ExploreCommand): Promise<number> {
  const modules = await modulesOf(command);
  if (modules === null) return ExitCode.notAccepted;
  const input: unknown = command.input === null ? undefined : parsed("--input", command.input);
  const thrown: Thrown[] = [];
  const program = programOf(command, modules, input, (error) => thrown.push(error));
  const main = mainOf(modules);
  if (command.confirm && main === null)
    throw new UsageError("Real threads run an exported function: --confirm needs an exported main.");
  const { runsMax, spuriousMax } = command;
  const found =
    command.replay === null
      ? exploreProgram(program, {
          ...(runsMax !== undefined && { runsMax }),
          ...(spuriousMax !== undefined && { spuriousMax }),
        })
      : null;
  if (found) process.stdout.write(`${tellExploration(found, program, isOfStudent)}\n`);
  const replay = found ? found.failure?.replay : replayFrom(command.replay ?? "");
  const isGood = found
    ? found.failure === null && !found.races.some(isOfStudent)
    : await show(command, program, main, replay, thrown);
  if (found && replay) await show(command, program, main, replay, thrown);
  else if (found) await save(command, found);
  const isProved = isGood && found?.coverage.kind === "complete";
  const proof = command.confirm && main && isProved ? confirmProofOnThreads(command, main, program) : null;
  if (proof) process.stdout.write(`\n${proof.text}\n`);
  return isGood && (proof?.isGood ?? true) ? ExitCode.ok : ExitCode.notAccepted;
}

/** A scenario may look without a lock where the exercise wants it so: that is no mistake of the student. */
function isOfStudent({ sites }: Race): boolean {
  return sites.every((site) => site >= STUDENT_SITES) || sites.every((site) => site < STUDENT_SITES);
}

/** Plays a schedule again, prints it, and writes it where that was asked for. Answers whether it ended well. */
async function show(
  command: ExploreCommand,
  program: ReadyProgram,
  main: string | null,
  replay: Replay | undefined,
  thrown: Thrown[],
): Promise<boolean> {
  if (!replay) return true;
  thrown.length = 0; // of runs before this one
  const replayed = replayOf(program, replay);
  const { ending, events, missed } = replayed;
  const errors = thrown.map((error) => errorText(error, program));
  if (command.replay !== null) mustFit(missed);
  const steps = stepsOf(events, program.placeOf);
  process.stdout.write(`${printInterleaving(steps)}\n${tellEnd(ending, errors)}\n`);
  process.stdout.write(`\nTo see it again: ${visible(replayCommand(command, replay))}\n`);
  if (command.confirm && main) process.stdout.write(`\n${confirmOnThreads(command, main, replayed)}\n`);
  if (command.trace !== null)
    await writeFile(
      command.trace,
      `${JSON.stringify({ program: basename(command.path), ending: ending.kind, replay, steps }, null, 2)}\n`,
    );
  if (command.html !== null)
    await writeFile(command.html, interleavingHtml(basename(command.path), steps, tellEnd(ending, errors)));
  return ending.kind === "ok";
}

/** An error that left a thread, and where it was thrown. */
function errorText({ thread, error, site, isExact }: Thrown, program: ReadyProgram): string {
  const place = program.placeOf(site);
  return `${thread}: ${String(error)}${place ? `  ${isExact ? "" : "after "}${place.file}:${place.line}` : ""}`;
}

async function save(
  { trace, html, path }: ExploreCommand,
  { coverage, runs, ends, races }: Exploration,
): Promise<void> {
  if (trace !== null) {
    const told = {
      program: basename(path),
      coverage,
      runs,
      races: races.length,
      ends: ends.map(({ ending }) => ending.key),
    };
    await writeFile(trace, `${JSON.stringify(told, null, 2)}\n`);
  }
  if (html !== null) process.stderr.write("No schedule failed, so there is no timeline to write.\n");
}

function programOf(
  { scenario, holds }: ExploreCommand,
  modules: readonly ProgramModule[],
  input: unknown,
  onThrown: (thrown: Thrown) => void,
): ReadyProgram {
  lockForStudents();
  const isDriven = scenario !== null;
  const main = isDriven ? "default" : mainOf(modules);
  const holdsOf = holds === null ? null : predicate(holds);
  return studentProgram({
    modules,
    entry: isDriven ? "scenario" : "program",
    main,
    args: input === undefined ? [] : [input],
    ...(isDriven && { student: "student" }),
    evaluate: (code, globals) => evaluateConfined(code, globals, "program"),
    harden: hardened,
    onThrown,
    ...(holdsOf && { invariant: holdsOf }),
  });
}
