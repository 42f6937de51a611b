import type { BoxModule } from "@lockstep/contracts";
import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { type Decided, decideByRounds, isAccountedFor, type PacedFigures, proportion } from "@lockstep/measure";
import { badPrograms, goodPrograms, PRELUDE, REFERENCE } from "@lockstep/measure/corpus";
import { type Load, loadsNamed, under } from "@lockstep/measure/hogs";
import { type BoxSession, openSandbox } from "../src/index.ts";
import { moduleText } from "../test/module-text.ts";

/** Of each program under each load; `LOCKSTEP_VERDICTS=5` makes a long run, `LOCKSTEP_LOADS=idle,1-hog` a part of it. */
const REPETITIONS = Number(process.env["LOCKSTEP_VERDICTS"] ?? 1);
const LOADS = loadsNamed(process.env["LOCKSTEP_LOADS"]);
const CORES = 2;
const AT_LEAST = 1.6;
/** Items of a program: some 60 ms on one core, with each as much heavier as `heavier` makes it. */
const ITEMS = 400;
const HEAVIER = 250;
const LIMITS = { wallTimeMs: 120_000, cpuTimeMs: 120_000, memoryBytes: 2 ** 29, processes: 128, outputBytes: 65_536 };
/** On real threads a built-in costs what it costs: a native call that does in a millisecond what counts as much work is no fault. */
const ONLY_COUNTED = new Set(["much work without use, hidden in built-ins"]);

interface Labelled {
  readonly name: string;
  readonly text: string;
  readonly isFast: boolean;
}

const corpus: readonly Labelled[] = [
  ...Object.entries(goodPrograms).map(([name, text]) => ({ name, text, isFast: true })),
  ...Object.entries(badPrograms)
    .filter(([name]) => !ONLY_COUNTED.has(name))
    .map(([name, { text }]) => ({ name, text, isFast: false })),
];

interface Count {
  trials: number;
  wrong: number;
  busy: number;
}
const none = (): Count => ({ trials: 0, wrong: 0, busy: 0 });

/** Real threads in real boxes, judged as the testkit's `measureThreads` does. */
export async function bench(): Promise<readonly BenchRow[]> {
  const sandbox = await openSandbox();
  const counts = new Map(LOADS.map((load) => [load, { good: none(), bad: none() }]));
  const idleMs: number[] = [];
  try {
    process.stderr.write("load          good: right wrong  busy    bad: right wrong  busy\n");
    for (const [load, counted] of counts) {
      await under(load, async () => {
        for (let repetition = 0; repetition < REPETITIONS; repetition++)
          for (const program of corpus) {
            const began = performance.now();
            const session = sandbox.session({ limits: LIMITS, needs: [] });
            const { verdict, votes } = await verdictOn(program.text, session);
            await session.close();
            if (load === "idle") idleMs.push(performance.now() - began);
            const count = counted[program.isFast ? "good" : "bad"];
            count.trials++;
            if (verdict === "busy") count.busy++;
            else if ((verdict === "fast") !== program.isFast) count.wrong++;
            else continue;
            const seen = votes.map(
              ({ parallelism, efficiency }) => `${parallelism.toFixed(2)} × ${efficiency.toFixed(2)}`,
            );
            process.stderr.write(`${load}, ${program.name}: ${verdict} (${seen.join(", ")})\n`);
          }
      });
      tell(load, counted);
    }
  } finally {
    await sandbox.close();
  }
  const sum = (of: "good" | "bad") => {
    const all = [...counts.values()].map((both) => both[of]);
    return { trials: total(all.map(({ trials }) => trials)), wrong: total(all.map(({ wrong }) => wrong)) };
  };
  return [
    rowOf({ id: "threads.false-accepts", unit: "verdicts", better: "less", ours: [sum("bad").wrong] }),
    share("threads.false-accepts.share", sum("bad").wrong, sum("bad").trials),
    share("threads.false-rejects", sum("good").wrong, sum("good").trials),
    ...[...counts].map(([load, { good, bad }]) =>
      share(`threads.abstentions-${load}`, good.busy + bad.busy, good.trials + bad.trials),
    ),
    rowOf({ id: "threads.case-ms", unit: "ms", better: "less", ours: idleMs }),
  ];
}

/** A wrong result, or figures that the kernel doesn't bear out, is `slow`. */
async function verdictOn(text: string, session: BoxSession): Promise<Decided> {
  const student = await moduleText("student", "student.ts", heavier(PRELUDE + text));
  const own = await moduleText(
    "own",
    "own.ts",
    `import { student } from "@lockstep/sandbox/scenario"; ${scenario(`student("main").main`)}`,
  );
  const alone = await moduleText("alone", "alone.ts", `${heavier(REFERENCE)} ${scenario("main")}`);
  let seed = Math.floor(Math.random() * 65_521);
  let isWrong = false;
  const decided = await decideByRounds(
    async () => {
      seed = (seed * 75 + 74) % 65_537;
      const [one, reference] = [await round(student, own), await round(student, alone)];
      isWrong ||= one.observation !== reference.observation || !one.isAccountedFor;
      return { student: one.figures, reference: reference.figures };
    },
    { atLeast: AT_LEAST },
  );
  return isWrong ? { ...decided, verdict: "slow" } : decided;

  async function round(module: BoxModule, scenarioModule: BoxModule) {
    const input = [seed, ITEMS + (seed % 20), CORES];
    const request = { student: module, scenario: scenarioModule, input, mode: "paced", cores: CORES } as const;
    const run = await session.run({ ...request, seeds: [1], stepsMax: 1_000_000 }, { countThreads: true });
    const end = run.answer?.outcomes[0]?.outcome;
    const figures = run.answer?.paced;
    if (end?.kind !== "returned" || !figures || !run.threads) {
      // A round that doesn't come to its end, such as one that spins for ever, is no fast one.
      const nothing: PacedFigures = { cores: CORES, timeMs: 1, threads: [{ worker: 1, cpuTimeMs: 1 }] };
      return { observation: end?.kind ?? run.status, figures: nothing, isAccountedFor: false };
    }
    return {
      observation: end.observation,
      figures,
      isAccountedFor: isAccountedFor(figures, run.threads, run.cpuTimeMs),
    };
  }
}

/** Every loop inside an item goes round more often. */
function heavier(text: string): string {
  return text.replaceAll(/k < (\d{2,3})/g, (_all, turns: string) => `k < ${Number(turns) * HEAVIER}`);
}

function scenario(main: string): string {
  return `export default function run(input) { return ${main}(...input); }`;
}

/** With 95 % bounds as its spread. */
function share(id: string, hits: number, trials: number): BenchRow {
  const { low, high } = proportion(hits, trials);
  return {
    ...rowOf({ id, unit: "share", better: "less", ours: [hits / trials] }),
    spread: [Number(low.toPrecision(3)), Number(high.toPrecision(3))],
    repetitions: trials,
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function tell(load: Load, { good, bad }: Readonly<Record<"good" | "bad", Count>>): void {
  const cells = ({ trials, wrong, busy }: Count) =>
    [trials - wrong - busy, wrong, busy].map((n) => String(n).padStart(6)).join("");
  process.stderr.write(`${load.padEnd(14)}     ${cells(good)}        ${cells(bad)}\n`);
}
