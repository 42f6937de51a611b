import { readCatalog, readExercise, readSolutions, readSourceFolder } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { repositoryRoot, startCluster, startWatchdog } from "@lockstep/dev";
import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import migrate from "@lockstep/dev/migrated";
import { join } from "node:path";
import { setTimeout as passing } from "node:timers/promises";
import { startSite } from "../e2e/site.ts";
import { type Seen, Student } from "./student.ts";

const exercises = join(repositoryRoot, "exercises");
const folder = join(exercises, "ticket-office");
/** Nobody else submits. Once with time between, as one who reads the verdict, and once the next at the moment of the last verdict. */
const ALONE = 15;
/** Long enough for what a runner starts ahead after each grading: whoever reads a verdict takes longer. */
const BETWEEN_MS = 3_000;
/** Enough of it for one exercise after the other. */
const SETTLED_MS = 1_500;
/** So many submit at the same moment, `TURNS` times. */
const STUDENTS = 20;
const TURNS = 2;
/** Gradings of each kind in each exercise. */
const EACH = 5;

/** What a student waits for, on a whole site: production build, Postgres, one runner, real sandbox. */
export async function bench(): Promise<readonly BenchRow[]> {
  const watchdog = startWatchdog();
  const cluster = await startCluster({ home: undefined, watchdog });
  process.env["DATABASE_URL"] = cluster.url;
  migrate();
  const site = await startSite({ databaseUrl: cluster.url });
  try {
    const { slug, version } = await readExercise(folder);
    const files = await readSourceFolder(join(folder, "solutions/accepted/lock-in-finally"));
    const work = { slug, version, files };
    const students = await Promise.all(Array.from({ length: STUDENTS }, () => Student.signUp(site.address)));
    const [first] = students;
    if (!first) throw new Error("no students");
    for (let warm = 0; warm < 2; warm++) await first.grade(work);

    const [alone, inARow]: [Seen[], Seen[]] = [[], []];
    for (let turn = 0; turn < ALONE; turn++) {
      await passing(BETWEEN_MS);
      alone.push(await first.grade(work));
    }
    // A student may send so many in a while and no more.
    const second = await Student.signUp(site.address);
    for (let turn = 0; turn < ALONE; turn++) inARow.push(await second.grade(work));
    const together: Seen[] = [];
    const rates: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const beginMs = performance.now();
      together.push(...(await Promise.all(students.map((student) => student.grade(work)))));
      rates.push((STUDENTS * 60_000) / (performance.now() - beginMs));
    }
    const eachExercise: BenchRow[] = [];
    // A student each here too.
    for (const pack of await readCatalog(exercises))
      eachExercise.push(...(await inExercise(await Student.signUp(site.address), pack)));
    return [
      ...waits("", alone),
      ...waits(":in-a-row", inARow),
      ...waits(`:${STUDENTS}-students`, together),
      perMinute(rates),
      ...eachExercise,
    ];
  } finally {
    await site.stop();
    await cluster.stop();
    watchdog.dismiss();
  }
}

/** How long a student waits in one exercise, with time to read in between: for the first case that breaks, and for an acceptance. */
async function inExercise(student: Student, pack: ExercisePack): Promise<readonly BenchRow[]> {
  const { slug, version } = pack;
  const solutions = await readSolutions(join(exercises, slug));
  const right = solutions.find(({ verdict }) => verdict === "accepted");
  const wrong = solutions.find(({ verdict }) => verdict !== "accepted");
  if (!right || !wrong) return [];
  const [accepted, failed]: [Seen[], Seen[]] = [[], []];
  await student.grade({ slug, version, files: right.files });
  for (let turn = 0; turn < EACH; turn++) {
    await passing(SETTLED_MS);
    failed.push(await student.grade({ slug, version, files: wrong.files }, wrong.verdict));
    await passing(SETTLED_MS);
    accepted.push(await student.grade({ slug, version, files: right.files }));
  }
  const ms = { unit: "ms", better: "less", quantile: 0.95 } as const;
  return [
    rowOf({ id: `first-failing-case.p95.${slug}`, ...ms, ours: failed.map((seen) => seen.toFirstFailure) }),
    rowOf({ id: `accepted.p95.${slug}`, ...ms, ours: accepted.map((seen) => seen.toVerdict) }),
  ];
}

function waits(suffix: string, seen: readonly Seen[]): readonly BenchRow[] {
  const ms = { unit: "ms", better: "less" } as const;
  const toVerdict = seen.map((each) => each.toVerdict);
  return [
    rowOf({ id: `submit-to-first-event.p50${suffix}`, ...ms, ours: seen.map((each) => each.toFirstEvent) }),
    rowOf({ id: `submit-to-verdict.p50${suffix}`, ...ms, ours: toVerdict }),
    rowOf({ id: `submit-to-verdict.p95${suffix}`, ...ms, ours: toVerdict, quantile: 0.95 }),
    // Above what the cases take by themselves; among many students it is waiting for a turn.
    rowOf({ id: `overhead.p50${suffix}`, ...ms, ours: seen.map((each) => each.toVerdict - each.inCases) }),
  ];
}

function perMinute(rates: readonly number[]): BenchRow {
  return rowOf({ id: `gradings-per-minute:${STUDENTS}-students`, unit: "1/min", better: "more", ours: rates });
}
