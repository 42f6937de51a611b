import { setTimeout } from "node:timers/promises";
import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { LEAD_RULE } from "@lockstep/measure";
import { badPrograms, goodPrograms, threadPrograms } from "@lockstep/measure/corpus";
import { type Load, loadsNamed, under } from "@lockstep/measure/hogs";
import { share } from "@lockstep/measure/share";
import { openSandbox, type Sandbox } from "../src/index.ts";
import { gradingBeside } from "../test/grading-beside.ts";
import { VERDICT_LIMITS, verdictOn } from "../test/thread-verdict.ts";

/** Of each program under each load; `LOCKSTEP_VERDICTS=5` makes a long run, `LOCKSTEP_LOADS=idle,1-hog` a part of it, and `LOCKSTEP_PROGRAMS=lock` those with this in their names. */
const REPETITIONS = Number(process.env["LOCKSTEP_VERDICTS"] ?? 1);
/** Besides what a machine may do: `a-grading` of another submission, in a box of the same sandbox. */
const BESIDE = "a-grading";
type Beside = Load | typeof BESIDE;
const LOADS = loadsWanted(process.env["LOCKSTEP_LOADS"]);
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
  ...threadPrograms,
].filter(({ name }) => name.includes(process.env["LOCKSTEP_PROGRAMS"] ?? ""));

function loadsWanted(names: string | undefined): readonly Beside[] {
  if (names === undefined) return [...loadsNamed(undefined), BESIDE];
  return names.split(",").flatMap((name): readonly Beside[] => (name === BESIDE ? [BESIDE] : loadsNamed(name)));
}

/** As the runner does with a submission: after a pause it is measured again, so often. */
const AGAIN = { afterMs: 3000, max: 4 };

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
  const againMs: number[] = [];
  try {
    process.stderr.write("load          good: right wrong  busy    bad: right wrong  busy\n");
    for (const [load, counted] of counts) {
      const beside = (body: () => Promise<void>) =>
        load === BESIDE ? gradingBeside(sandbox, body) : under(load, body);
      await beside(async () => {
        for (let repetition = 0; repetition < REPETITIONS; repetition++)
          for (const program of corpus) {
            const began = performance.now();
            const session = sandbox.session({ limits: VERDICT_LIMITS, needs: [] });
            const { verdict, votes } = await verdictOn(program.text, session);
            await session.close();
            if (verdict === "busy") againMs.push((await settled(sandbox, program.text)) + performance.now() - began);
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
        // Hardly any abstains: so one is made to, a program of many short threads.
        const { text } = corpus.find(({ name }) => name === "eight threads on two cores") ?? {};
        if (text !== undefined) againMs.push(await settled(sandbox, text, 1));
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
    ...share("threads.false-accepts.share", sum("bad").wrong, sum("bad").trials),
    ...share("threads.false-rejects", sum("good").wrong, sum("good").trials),
    ...[...counts].flatMap(([load, { good, bad }]) =>
      share(`threads.abstentions-${load}`, good.busy + bad.busy, good.trials + bad.trials),
    ),
    ...(againMs.length > 0
      ? [rowOf({ id: "threads.settled-ms", unit: "ms", better: "less", ours: againMs, quantile: 1 })]
      : []),
    ...(idleMs.length > 0 ? [rowOf({ id: "threads.case-ms", unit: "ms", better: "less", ours: idleMs })] : []),
  ];
}

/**
 * How long it takes from an abstention until there is a verdict, or until there are no more tries: then it is told.
 * @param roundsMax of a first try that ends without a verdict; absent: that was made already.
 */
async function settled(sandbox: Sandbox, text: string, roundsMax = 0): Promise<number> {
  const began = performance.now();
  for (let again = roundsMax > 0 ? 0 : 1; again <= AGAIN.max; again++) {
    if (again > 0) await setTimeout(AGAIN.afterMs);
    const session = sandbox.session({ limits: VERDICT_LIMITS, needs: [] });
    const { verdict } = await verdictOn(text, session, again === 0 ? { ...LEAD_RULE, roundsMax } : LEAD_RULE);
    await session.close();
    if (verdict === "busy") continue;
    const ms = performance.now() - began;
    process.stderr.write(`measured again ${again} times, ${verdict} after ${(ms / 1000).toFixed(1)} s\n`);
    return ms;
  }
  process.stderr.write(`not settled after ${AGAIN.max} more tries\n`);
  return performance.now() - began;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function tell(load: Beside, { good, bad }: Readonly<Record<"good" | "bad", Count>>): void {
  const cells = ({ trials, wrong, busy }: Count) =>
    [trials - wrong - busy, wrong, busy].map((n) => String(n).padStart(6)).join("");
  process.stderr.write(`${load.padEnd(14)}     ${cells(good)}        ${cells(bad)}\n`);
}
