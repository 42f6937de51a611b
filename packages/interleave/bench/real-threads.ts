import { Stage } from "@lockstep/threading/machinery";
import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownCores } from "../src/gated/cores.ts";
import { exploreGated, gatedProgram } from "../src/gated/index.ts";
import { TEAMS_MAX } from "../src/gated/teams.ts";
import type { CorpusProgram } from "../test/run/corpus-program.ts";
import { explored } from "../test/run/explored.ts";
import { rightPrograms } from "../test/run/right-programs.ts";
import { wrongPrograms } from "../test/run/wrong-programs.ts";
import { handOversOnAll, handOversPerSecond } from "./bare-baton.ts";

/** Right programs of two and three threads, of locks, conditions, cells and queues. */
const GATED = Object.keys(rightPrograms).filter((_name, i) => i % 9 === 0);
/** As many as one case of an exercise is explored with: the first hundreds are spent on compiling. */
const SCHEDULES = 2000;
/** So many more, and V8 has compiled what it will. */
const WARM_UP = 8000;
const STRESS_RUNS = 1000;
/** A run at full speed that takes longer is stuck. */
const STUCK_MS = 1000;
/** The first one has to start its workers. */
const FIRST_MS = 5000;

/** Speeds and finds of real threads: gated beside what bare hand-overs would take, and stress beside the explorer. */
export async function realThreadRows(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-explore-bench-"));
  try {
    const modules = GATED.map((name) => fileOf(folder, name, rightPrograms[name]));
    const teams = Math.min(availableParallelism(), TEAMS_MAX);
    const cores = ownCores();
    const onAll = () => handOversOnAll(Array.from({ length: teams }, (_none, team) => cores[team] ?? null));
    const all = await speedsOf(modules, teams, onAll);
    const one = await onOneCore(() => speedsOf(modules, 1, () => handOversPerSecond()));
    const wrong = Object.entries(wrongPrograms);
    const ours = wrong.filter(([, { text, holds, spuriousMax = 0 }]) =>
      isFound(explored(text, holds, { spuriousMax })),
    );
    const stress = wrong.filter(([name, program]) => isFoundByStress(fileOf(folder, name, program), program));
    return [
      rowOf({
        id: "schedules-per-second.gated",
        unit: "schedules/s",
        better: "more",
        ours: all.rates,
        peer: all.bare,
        peerName: `bare hand-overs of the baton, as many, on ${teams} cores too`,
      }),
      rowOf({
        id: "schedules-per-second.gated-warm",
        unit: "schedules/s",
        better: "more",
        ours: all.warmRates,
        peer: all.bare,
        peerName: `bare hand-overs of the baton, as many, on ${teams} cores too`,
      }),
      rowOf({
        id: "schedules-per-second.gated-one-core",
        unit: "schedules/s",
        better: "more",
        ours: one.rates,
        peer: one.bare,
        peerName: "bare hand-overs of the baton, as many",
      }),
      rowOf({ id: "hand-overs-per-second.floor", unit: "hand-overs/s", better: "more", ours: one.floors }),
      rowOf({
        id: "finds:stress",
        unit: `of ${wrong.length} wrong programs`,
        better: "more",
        ours: [ours.length],
        peer: [stress.length],
        peerName: `${STRESS_RUNS} runs on real threads`,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param handOvers what bare hand-overs reach on the same cores, asked by turns. */
async function speedsOf(modules: readonly string[], teams: number, handOvers: () => Promise<number>) {
  const floors = [await handOvers()];
  const [rates, warmRates, bare]: [number[], number[], number[]] = [[], [], []];
  for (const module of modules) {
    const { schedulesPerSecond, warmSchedulesPerSecond, handOversPerSchedule } = await gatedSpeed(module, teams);
    const floor = await handOvers();
    floors.push(floor);
    rates.push(schedulesPerSecond);
    warmRates.push(warmSchedulesPerSecond);
    bare.push(floor / handOversPerSchedule);
  }
  return { floors, rates, warmRates, bare };
}

/**
 * One thread of a team at a time goes on, so one core is all that a box has for it. On two, a quiet machine is the slower one: each
 * hand-over wakes a core that has gone to sleep.
 */
async function onOneCore<Result>(work: () => Promise<Result>): Promise<Result> {
  const allowed = ownCores();
  const bound = bindTo(allowed.slice(-1));
  if (bound.status !== 0) console.error("taskset is missing here: the row of one core is of all.");
  try {
    return await work();
  } finally {
    if (bound.status === 0) bindTo(allowed);
  }
}

/** All threads of this process, and those that they will start. */
const bindTo = (cores: readonly number[]) =>
  spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores.join(), `${process.pid}`]);

function fileOf(folder: string, name: string, program: CorpusProgram | undefined): string {
  const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.ts`);
  writeFileSync(path, program?.text ?? "");
  return pathToFileURL(path).href;
}

/** Whole schedules in real time, all teams being up: random ones, soon and after a while. Hand-overs are those of the own team, by its schedules. */
async function gatedSpeed(module: string, teams: number) {
  using program = gatedProgram({ module, name: "main" }, { packagesFrom: import.meta.url, teams });
  await program.teams?.start();
  const { conductor } = program.stage;
  const explore = (samples: number) => exploreGated(program, { bounds: [], runsMax: 0, collect: true, samples });
  explore(SCHEDULES * teams); // each team has compiled as much as one alone
  const elsewhere = () => program.teams?.drawnElsewhere ?? 0;
  const [before, away] = [conductor.handOvers, elsewhere()];
  const { runs, perSecond } = timed(() => explore(SCHEDULES));
  const here = runs - (elsewhere() - away);
  const handOversPerSchedule = (conductor.handOvers - before) / here;
  explore(WARM_UP * teams);
  const warm = timed(() => explore(SCHEDULES));
  return { schedulesPerSecond: perSecond, warmSchedulesPerSecond: warm.perSecond, handOversPerSchedule };
}

function timed(explore: () => { readonly runs: number }) {
  const began = performance.now();
  const { runs } = explore();
  return { runs, perSecond: (runs / (performance.now() - began)) * 1000 };
}

function isFound({ failure, races }: ReturnType<typeof explored>): boolean {
  return failure !== null || races.length > 0;
}

function isFoundByStress(module: string, { holds }: CorpusProgram): boolean {
  using stage = new Stage({ module, name: "main" }, { isFree: true, packagesFrom: import.meta.url });
  for (let run = 0; run < STRESS_RUNS; run++) {
    const end = stage.play(run === 0 ? FIRST_MS : STUCK_MS);
    if (end.kind !== "over") return true;
    if (holds && !holds(JSON.parse(end.result ?? "null"))) return true;
  }
  return false;
}
