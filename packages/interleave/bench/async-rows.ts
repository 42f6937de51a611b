import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import fc from "fast-check";
import { rightAsync, wrongAsync } from "../test/async/programs.ts";
import type { CorpusProgram } from "../test/run/corpus-program.ts";
import { explored } from "../test/run/explored.ts";

/** Of fast-check, for each program and seed; what it hasn't found by then counts as found in the last. */
const RUNS_MAX = 1000;
/** Runs that fast-check makes where nobody says how many. */
const RUNS_USUAL = 100;
const SEEDS = [1, 2, 3];
const NOT_YET = Symbol("not yet");

/** Programs of one thread that only wait for time and for one another: fast-check's scheduler has nothing else to order. */
const comparable = [
  "check, then act after an await",
  "an update lost over an await",
  "n += await",
  "whoever asked first is thought to answer first",
  "the last answer wins, not the last question",
  "a longer timer is thought to come later, though it was set before",
  "a time-out that comes although the work is done in time",
  "told before anybody listens",
  "a cache that asks twice",
];

/** Right ones of the same kind. */
const right = [
  "check and act without an await in between",
  "an error that is waited for",
  "both are waited for, whatever happens",
  "results in the order of the questions",
  "the last question wins",
  "timers that are set in the order of their length",
  "a cache of promises asks once",
  "a listener that looks before it waits",
  "for await over answers",
];

const share = <T>(list: readonly T[], isSo: (one: T) => boolean) => list.filter(isSo).length / list.length;

/** The same programs explored here, and under `fast-check`'s scheduler, which orders what is waited for at random. */
export async function asyncRows(): Promise<readonly BenchRow[]> {
  const programs = comparable.flatMap((name) => wrongAsync[name] ?? []);
  const ours = programs.map(({ text, holds }) => explored(text, holds).failure?.run ?? RUNS_MAX);
  const theirs = await worstOf(programs, RUNS_MAX);
  const rightOnes = right.flatMap((name) => rightAsync[name] ?? []);
  const alarms = await worstOf(rightOnes, RUNS_USUAL + 1);
  const peerName = "fast-check, worst of 3 seeds";
  return [
    rowOf({ id: "schedules-to-bug.async", unit: "schedules", better: "less", ours, peer: theirs, peerName }),
    rowOf({
      id: "finds.async",
      unit: "of the programs in 100 schedules",
      better: "more",
      ours: [share(ours, (runs) => runs <= RUNS_USUAL)],
      peer: [share(theirs, (runs) => runs <= RUNS_USUAL)],
      peerName,
    }),
    rowOf({
      id: "no-false-alarm.async",
      unit: "of the right programs",
      better: "more",
      ours: [share(rightOnes, ({ text, holds }) => explored(text, holds).failure === null)],
      peer: [share(alarms, (runs) => runs > RUNS_USUAL)],
      peerName,
    }),
  ];
}

async function worstOf(programs: readonly CorpusProgram[], runsMax: number): Promise<readonly number[]> {
  const worst: number[] = [];
  for (const program of programs) {
    const runs: number[] = [];
    for (const seed of SEEDS) runs.push(await runsToBug(program, seed, runsMax));
    worst.push(Math.max(...runs));
  }
  return worst;
}

async function runsToBug({ text, holds = () => true }: CorpusProgram, seed: number, numRuns: number): Promise<number> {
  const body = text
    .replaceAll(/^import .*$/gm, "")
    .replaceAll(/^\s*export /gm, "")
    .replaceAll(/ export (async )?function/g, " $1function");
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- texts of tests
  const make = new Function("sleepAsync", "setTimeout", "Lock", `${body}; return main;`);
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const sleepAsync = () => scheduler.schedule(Promise.resolve());
    const later = (f: () => void) => void sleepAsync().then(f);
    const main: () => Promise<unknown> = make(sleepAsync, later, Object);
    let result: unknown = NOT_YET;
    const ending = main().then((value) => (result = value));
    await scheduler.waitAll();
    await Promise.race([ending, Promise.resolve()]); // where nothing is scheduled any more, it may wait for ever
    return result !== NOT_YET && holds(result);
  });
  const found = await fc.check(property, { seed, numRuns, endOnFailure: true });
  return found.failed ? found.numRuns : numRuns;
}
