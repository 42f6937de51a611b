import { type ReadyProgram, RefusedError, type Replay, type Replayed } from "@lockstep/interleave";
import {
  confirm,
  exploreGated,
  type GatedProgram,
  gatedProgram,
  proveGated,
  replayGated,
} from "@lockstep/interleave/gated";
import { NotRepeatableError } from "@lockstep/threading/machinery";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { type ExploreCommand, parsed, predicate, replayFrom } from "./explore-command.ts";
import { ExitCode, UsageError } from "./exit-code.ts";
import { type InterleavingStep, printInterleaving, stepOf } from "./print-interleaving.ts";
import { lockForStudents } from "./program-modules.ts";
import { mustFit, replayCommand } from "./replay-command.ts";
import { tellEnd, tellExploration } from "./tell-exploration.ts";
import { visible } from "./visible-text.ts";

/** Explores a program as it is, on real threads, and tells a schedule that fails. */
export async function exploreOnThreads(command: ExploreCommand): Promise<number> {
  const { path, replay, runsMax, spuriousMax } = command;
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`${path} can't be read. Give a TypeScript file.`);
  });
  lockForStudents();
  const main = ["main", "default"].find((name) =>
    new RegExp(`export (?:async )?(?:function|const|${name}) *${name}\\b`).test(text),
  );
  using program = onThreads(command, main ?? "default", availableParallelism());
  const found =
    replay === null
      ? exploreGated(program, {
          ...(runsMax !== undefined && { runsMax }),
          ...(spuriousMax !== undefined && { spuriousMax }),
        })
      : null;
  if (found) process.stdout.write(`On real threads. ${tellExploration(found, { placeOf: () => null })}\n`);
  const schedule = found ? found.failure?.replay : replayFrom(replay ?? "");
  if (!schedule) return found && found.races.length > 0 ? ExitCode.notAccepted : ExitCode.ok;
  return show(command, program, schedule) ? ExitCode.ok : ExitCode.notAccepted;
}

function show(command: ExploreCommand, program: GatedProgram, schedule: Replay): boolean {
  const { ending, events, missed } = replayGated(program, schedule);
  if (command.replay !== null) mustFit(missed);
  const steps = events.map(({ line = "", ...event }): InterleavingStep => ({ ...stepOf(event), place: visible(line) }));
  process.stdout.write(`${printInterleaving(steps)}\n${tellEnd(ending, [])}\n`);
  process.stdout.write(`\nTo see it again: ${visible(replayCommand(command, schedule))}\n`);
  return ending.kind === "ok";
}

/** Leads real threads through a schedule that was found in the model; answers what they said. */
export function confirmOnThreads(command: ExploreCommand, main: string, replayed: Replayed): string {
  using program = onThreads(command, main);
  const confirmed = unlessRefused(() => confirm(program, replayed));
  if (typeof confirmed === "string") return confirmed;
  const { kind, ending } = confirmed;
  switch (kind) {
    case "followed":
      return "Confirmed: real threads were led through these steps, and ended alike.";
    case "another-way":
      return "Confirmed by another schedule: real threads did not end so by these steps, but by others.";
    case "no":
      return `Not confirmed: real threads were led through these steps, and ended otherwise. There: ${tellEnd(ending, [])}`;
  }
}

/** Whether what was proved in the model is proved of real threads, too; and what they said, in words. */
export function confirmProofOnThreads(
  command: ExploreCommand,
  main: string,
  known: ReadyProgram,
): { readonly isGood: boolean; readonly text: string } {
  const { runsMax, spuriousMax } = command;
  using program = onThreads(command, main);
  const proof = unlessRefused(() =>
    proveGated(known, program, {
      ...(runsMax !== undefined && { runsMax }),
      ...(spuriousMax !== undefined && { spuriousMax }),
    }),
  );
  if (typeof proof === "string") return { isGood: true, text: proof };
  const { isProved, schedules, disagreement } = proof;
  if (isProved)
    return {
      isGood: true,
      text: `Confirmed: real threads were led through ${schedules} schedules, which have in them all that any thread can do here, and they did that and nothing else. So it is proved of them, too.`,
    };
  if (!disagreement)
    return {
      isGood: true,
      text: "Not confirmed: for real threads no two threads count as alike, and then there are too many schedules for a proof. Make it smaller, or allow more (--runs).",
    };
  const sides = `\nExpected: ${visible(disagreement.expected)}\nFound:    ${visible(disagreement.found)}`;
  return disagreement.kind === "accesses"
    ? {
        isGood: false,
        text: `Not confirmed: in schedule ${schedules} a real thread did something else. Something in the program is random, or remembered between runs.${sides}`,
      }
    : {
        isGood: true,
        text: `Not confirmed: real threads could not be led through schedule ${schedules}, or it can't be told on which object they were. That is no fault of the program. Names for its shared objects may help.${sides}`,
      };
}

/** What led threads say; where they can't tell, that in words. */
function unlessRefused<T>(ask: () => T): T | string {
  try {
    return ask();
  } catch (cause) {
    if (cause instanceof RefusedError) return `Not confirmed. ${visible(cause.message)}`;
    throw cause;
  }
}

/** @param teams of threads that may share an exploration out. */
function onThreads({ path, input, holds }: ExploreCommand, name: string, teams = 1): GatedProgram {
  const args = input === null ? [] : [parsed("--input", input)];
  const invariant = holds === null ? null : predicate(holds);
  try {
    return gatedProgram(
      { module: pathToFileURL(path).href, name, args },
      { packagesFrom: import.meta.url, teams, ...(invariant && { invariant }) },
    );
  } catch (cause) {
    if (cause instanceof NotRepeatableError) throw new UsageError(cause.message);
    throw cause;
  }
}
