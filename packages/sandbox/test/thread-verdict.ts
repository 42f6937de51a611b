import type { BoxModule } from "@lockstep/contracts";
import {
  type Decided,
  decideByRounds,
  isAccountedFor,
  LEAD_RULE,
  type LeadRule,
  type PacedFigures,
} from "@lockstep/measure";
import { PRELUDE, REFERENCE } from "@lockstep/measure/corpus";
import type { BoxSession } from "../src/index.ts";
import { moduleText } from "./module-text.ts";

const CORES = 2;
const AT_LEAST = 1.6;
/** Items of a program: some 60 ms on one core, with each as much heavier as `heavier` makes it. */
const ITEMS = 400;
const HEAVIER = 250;
/** Of a box in which a program of the corpus is judged. */
export const VERDICT_LIMITS = {
  wallTimeMs: 120_000,
  cpuTimeMs: 120_000,
  memoryBytes: 2 ** 29,
  processes: 128,
  outputBytes: 65_536,
};

/**
 * Judges a program of the corpus on real threads in a box, as the testkit's `measureThreads` does. A wrong result, or
 * figures that the kernel doesn't bear out, is `slow`.
 */
export async function verdictOn(text: string, session: BoxSession, rule: LeadRule = LEAD_RULE): Promise<Decided> {
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
    { atLeast: AT_LEAST, rule },
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
