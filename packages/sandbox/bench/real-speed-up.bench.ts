import { type BenchRow, quantile, rowOf } from "@lockstep/dev/bench";
import { amdahl, cpuTimeMs } from "@lockstep/measure";
import { availableParallelism } from "node:os";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type BoxRun, type BoxSession, openSandbox, type ThreadUse } from "../src/index.ts";
import { moduleText } from "../test/module-text.ts";
import { VERDICT_LIMITS } from "../test/thread-verdict.ts";

const CORES = 2;
const ROUNDS = Number(process.env["LOCKSTEP_ROUNDS"] ?? 25);
const SERIAL_PARTS = [0.1, 0.25, 0.75];
/** Some 200 ms on one core: threads are born and joined within a hundredth of it. */
const TURNS = 40_000_000;

const WORK = `
export function work(turns) {
  let x = 1;
  for (let i = 0; i < turns; i++) x = (x * 75 + 74) % 65537;
  return x;
}`;
/** Serial work in front, then the rest in two threads. */
const PROGRAM = `import { Thread } from "@lockstep/threading";
${WORK}
export function main(serial, parallel) {
  if (parallel === 0) return work(serial);
  work(serial);
  const all = [0, 1].map(() => new Thread({ target: work, args: [parallel / 2] }));
  for (const thread of all) thread.start();
  for (const thread of all) thread.join();
  return all.length;
}`;
const SCENARIO = `import { student } from "@lockstep/sandbox/scenario";
export default function run(input) { return student("main").main(...input); }`;

/**
 * Whether the wall clock's speed-up on two real cores is what ideal cores predict, for programs with a serial part. Time
 * in which its threads had no core is taken off, as the kernel counted it: without that it says something on an idle machine
 * only. Beside it what two bare threads reach without boxes, primitives and us: more than
 * that no program does here.
 */
export async function bench(): Promise<readonly BenchRow[]> {
  if (availableParallelism() < CORES) throw new Error("Real speed-up on two cores needs two cores.");
  const bare = await bareSpeedUps();
  const sandbox = await openSandbox();
  try {
    const session = sandbox.session({ limits: VERDICT_LIMITS, needs: [], cores: CORES });
    const rows: BenchRow[] = [];
    for (const part of SERIAL_PARTS) rows.push(...(await rowsOf(session, part, quantile(bare, 0.5))));
    await session.close();
    return [...rows, rowOf({ id: "real-speed-up.bare-threads", unit: "times", better: "more", ours: bare })];
  } finally {
    await sandbox.close();
  }
}

async function rowsOf(session: BoxSession, part: number, bareSpeedUp: number): Promise<readonly BenchRow[]> {
  const student = await moduleText("student", "student.ts", PROGRAM);
  const scenario = await moduleText("own", "own.ts", SCENARIO);
  const split = [TURNS * part, TURNS * (1 - part)];
  const real: number[] = [];
  const predicted: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const alone = await asked([TURNS, 0], "free");
    const own = await asked(split, "free");
    // The first: threads are born, and what is run is compiled.
    if (round > 0) real.push(undisturbedMs(alone, 1) / undisturbedMs(own, part));
    if (round % 5 !== 0) continue;
    const { figures } = await asked(split, "paced");
    if (figures && round > 0) predicted.push(cpuTimeMs(figures) / figures.timeMs);
  }
  const [low, high] = [quantile(real, 0.05), quantile(real, 0.95)];
  const prediction = quantile(predicted, 0.5);
  const within = prediction >= low && prediction <= high;
  // What two threads lose to one another on this machine, whoever they are: turbo, shared units, a cold core.
  const reachable = 1 / (part + (1 - part) / bareSpeedUp);
  const which = `${Math.round(part * 100)} % serial`;
  process.stderr.write(
    `${which}: ${low.toFixed(2)} to ${high.toFixed(2)} by the wall clock without run-delay, ${prediction.toFixed(2)} predicted ` +
      `(${within ? "within" : "not within"}; Amdahl ${amdahl(part, CORES).toFixed(2)}, with this machine's bare threads ${reachable.toFixed(2)})\n`,
  );
  const id = `real-speed-up.serial-${Math.round(part * 100)}`;
  return [
    rowOf({ id, unit: "times", better: "more", ours: real, peer: predicted, peerName: "predicted" }),
    rowOf({ id: `${id}.within`, unit: "yes", better: "more", ours: [Number(within)] }),
  ];

  async function asked(input: readonly number[], mode: "free" | "paced") {
    const request = { student, scenario, input: [...input], mode, seeds: [1], stepsMax: 1_000_000 } as const;
    const run = await session.run(mode === "paced" ? { ...request, cores: CORES } : request, { countThreads: true });
    if (run.answer?.outcomes[0]?.outcome.kind !== "returned") throw new Error(`${run.status}: ${run.detail}`);
    return { wallTimeMs: run.wallTimeMs, figures: run.answer.paced, threads: run.threads ?? [] };
  }
}

/**
 * The wall time without the time in which the program's threads could have run and had no core: the main thread's, and the
 * longer one of the two that run at once. Which is the main thread is seen by its work.
 */
function undisturbedMs(
  { wallTimeMs, threads }: Pick<BoxRun, "wallTimeMs"> & { readonly threads: readonly ThreadUse[] },
  part: number,
): number {
  const workers = threads
    .filter((thread) => thread.name.startsWith("worker-"))
    .toSorted((a, b) => b.cpuTimeMs - a.cpuTimeMs)
    .slice(0, part === 1 ? 1 : 3);
  const main = part > 1 / 3 ? workers.shift() : workers.pop();
  return wallTimeMs - (main?.runDelayMs ?? 0) - Math.max(0, ...workers.map(({ runDelayMs }) => runDelayMs));
}

/** One thread that does all, against two that do half each at the same time. */
async function bareSpeedUps(): Promise<readonly number[]> {
  const text = `${WORK.replace("export ", "")}
    const { parentPort } = require("node:worker_threads");
    const { readFileSync } = require("node:fs");
    const delayMs = () => Number(readFileSync("/proc/thread-self/schedstat", "latin1").split(" ")[1]) / 1e6;
    parentPort.on("message", (turns) => {
      const before = delayMs();
      work(turns);
      parentPort.postMessage(delayMs() - before);
    });`;
  const workers = [0, 1].map(() => new Worker(text, { eval: true }));
  const [first, second] = workers;
  if (!first || !second) throw new Error("no workers");
  const speedUps: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const aloneMs = await timed([[first, TURNS]]);
    const bothMs = await timed([
      [first, TURNS / 2],
      [second, TURNS / 2],
    ]);
    if (round > 0) speedUps.push(aloneMs / bothMs);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return speedUps;
}

/** Until all of them have done their turns, without the longest time that one had no core. */
async function timed(jobs: readonly (readonly [Worker, number])[]): Promise<number> {
  const began = performance.now();
  const answers = jobs.map(([worker]) => once(worker, "message"));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  for (const [worker, turns] of jobs) worker.postMessage(turns);
  const delaysMs = (await Promise.all(answers)).map(([delayMs]) => Number(delayMs));
  return performance.now() - began - Math.max(...delaysMs);
}
