import type { BoxAnswer, BoxRequest, DistinctOutcome, Outcome, Paced, Plain, Schedule } from "@lockstep/contracts";
import type { Round, RoundEnd, Supervisor } from "@lockstep/threading/machinery";
import { EXPLORE, PROGRAM, SCENARIO, STUDENT, TIME } from "./names.ts";

/** Ends that get a schedule, besides the last one where the rounds broke off. Every end is told, with or without. */
const SCHEDULES_MAX = 64;
/** More than these are not told; that there is one decides. */
const HELD_MAX = 32;

/** Runs one round for each seed and gathers the distinct outcomes. A round that can't end, or threw, is the last. */
export async function runRounds(supervisor: Supervisor, request: BoxRequest): Promise<Omit<BoxAnswer, "nonce">> {
  const found = new Map<string, { outcome: Outcome; count: number; schedule: Schedule | null }>();
  let rounds = 0;
  let paced: Paced | null = null;
  for (const seed of request.seeds) {
    const end = await supervisor.run(roundOf(request, seed));
    rounds++;
    paced = pacedOf(end);
    const outcome = outcomeOf(end);
    const key = JSON.stringify(outcome);
    const known = found.get(key);
    if (known) known.count++;
    else {
      const isShown = found.size < SCHEDULES_MAX || end.kind !== "over";
      found.set(key, { outcome, count: 1, schedule: isShown ? scheduleOf(end, seed) : null });
    }
    if (end.kind !== "over") break;
  }
  const outcomes: DistinctOutcome[] = [...found.values()];
  return { rounds, outcomes, ...(paced && { paced }) };
}

/** Has one thread explore or time the request's modules, with what was sent to the workers for it. */
export async function runTransformed(
  supervisor: Supervisor,
  mode: "explored" | "timed",
): Promise<Omit<BoxAnswer, "nonce">> {
  const name = mode === "explored" ? EXPLORE : TIME;
  const end = await supervisor.run({ target: { module: STUDENT, name, source: "" }, args: [] });
  // The text is of our own making; the runner parses it again.
  if (end.kind === "over" && typeof end.result === "string") return JSON.parse(end.result);
  return { rounds: 1, outcomes: [{ outcome: outcomeOf(end), count: 1, schedule: null }] };
}

function roundOf(request: BoxRequest, seed: number): Round {
  const { mode, scenario, input, stepsMax } = request;
  const target =
    mode === "program" || !scenario
      ? { module: STUDENT, name: PROGRAM, source: "" }
      : { module: scenario.name, name: "default", source: "" };
  const args: readonly Plain[] = [input];
  switch (mode) {
    case "gated":
      return { target, args, gated: { seed, stepsMax } };
    case "paced":
      return { target, args, gated: { seed, stepsMax, cores: request.cores ?? 1 } };
    case "free":
    case "explored":
    case "timed":
      return { target, args };
    case "program":
      return { target, args, onError: "go-on" };
  }
}

function outcomeOf(end: RoundEnd): Outcome {
  switch (end.kind) {
    case "over":
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a plain copy, made in the thread it came from; the runner parses it again
      return { kind: "returned", observation: end.result as Plain, held: (end.report?.held ?? []).slice(0, HELD_MAX) };
    case "stuck":
      if (end.report.stuck === "livelock") return { kind: "livelock", steps: end.report.steps };
      return { kind: "deadlock", waiting: [...end.report.waiting] };
    case "threw": {
      const { name, message, stack } = end.error;
      const error = { name, message, stack, thread: end.thread };
      if (name === "MissingExportError" || name === "RefusedModuleError") return { kind: "unusable", error };
      return { kind: "threw", whose: end.error.module === SCENARIO ? "scenario" : "student", error };
    }
  }
}

/** Of a round that came to its end. */
function pacedOf(end: RoundEnd): Paced | null {
  if (end.kind !== "over" || !end.report?.paced) return null;
  const { cores, timeMs, threads } = end.report.paced;
  return { cores, timeMs, threads: threads.map((thread) => ({ ...thread })) };
}

function scheduleOf(end: RoundEnd, seed: number): Schedule | null {
  if (!end.report) return null;
  return { seed, events: [...end.report.events], truncated: end.report.truncated };
}
