import type { Plain, Timing } from "@lockstep/contracts";
import { growsAtMost, type Order, type SpeedUp, speedUpOf } from "@lockstep/measure/claims";
import { ask, failUnlessReturned, parsed, type Refusal } from "./box-answer.ts";
import { note, picture, RunFailedError, show } from "./failure.ts";
import type { Scenario } from "./scenario.ts";
import * as told from "./told-timing.ts";

/** Bounds of one timed run. */
interface TimedOptions {
  /** Virtual cores, 1 to 64. */
  readonly cores: number;
  /** Work of all threads, in ticks, after which the case ends with a limit; 50 million where absent. */
  readonly workTicksMax?: number;
  /** Operations on what is shared, likewise; 300,000 where absent. */
  readonly stepsMax?: number;
}

export interface MeasureOptions<Observation> extends TimedOptions {
  /**
   * A scenario that does the same in the best sequential way, without the student's code. What it observes must be what
   * the student's observes, or the case ends as a wrong result.
   */
  readonly against?: Scenario<Observation>;
}

/** One run of a scenario on virtual cores: the same on every machine, however busy it is. */
export interface Measured<Observation> {
  readonly observation: Observation;
  readonly timing: Timing;
  /** Against the sequential program; null where none was named. */
  readonly speedUp: SpeedUp | null;
}

/**
 * Runs the scenario once with the student's code, on virtual cores with a virtual clock: work is counted, and nothing
 * that the machine does besides can change the answer. Ends that leave no observation fail the test here.
 */
export async function measure<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  { against, ...options }: MeasureOptions<Observation>,
): Promise<Measured<Observation>> {
  const own = await timed(target, input, options);
  picture(own.timing);
  if (!against) return { ...own, speedUp: null };
  const reference = await timed(against, input, { ...options, cores: 1 });
  if (JSON.stringify(own.observation) !== JSON.stringify(reference.observation)) {
    note({ verdict: "wrong-answer", reason: "wrong-result", seen: told.otherResult() });
    throw new RunFailedError(`${against.name} observes ${JSON.stringify(reference.observation)}`);
  }
  return { ...own, speedUp: speedUpOf(own.timing, reference.timing.workTicks) };
}

/** How the work of a scenario grows with its input. */
export interface Growth {
  readonly costs: readonly { readonly size: number; readonly cost: number }[];
  /** Whether it grows no faster than the order. */
  isAtMost(order: Order): boolean;
}

/** Counts the work for each of these inputs; a size is what the order is about. */
export async function growth<Observation>(
  target: Scenario<Observation>,
  inputs: readonly { readonly size: number; readonly input: Plain }[],
  options: Omit<TimedOptions, "cores"> = {},
): Promise<Growth> {
  const costs: { size: number; cost: number }[] = [];
  for (const { size, input } of inputs) {
    const { timing } = await timed(target, input, { ...options, cores: 1 });
    costs.push({ size, cost: timing.workTicks });
  }
  return { costs, isAtMost: (order) => growsAtMost(order, costs) };
}

async function timed<Observation>(
  target: Scenario<Observation>,
  input: Plain,
  { cores, workTicksMax = 50_000_000, stepsMax = 300_000 }: TimedOptions,
): Promise<{ readonly observation: Observation; readonly timing: Timing }> {
  const answer = await ask(target.name, input, { mode: "timed", rounds: 1, stepsMax, timing: { cores, workTicksMax } });
  if (!("outcomes" in answer)) return refuse(answer);
  const [end] = answer.outcomes;
  if (!end) throw new Error("an answer without outcomes");
  if (end.outcome.kind === "refused") return refuse(end.outcome);
  failUnlessReturned(end, { count: 1, rounds: 1 });
  // Fail closed: without figures nothing was measured.
  if (!answer.timing || answer.timing.cores !== cores) throw new Error("a timed request was answered without figures");
  return { observation: parsed(target, end).observation, timing: answer.timing };
}

/** What can't be transformed can't be timed; a scenario that can't is our fault. */
function refuse({ whose, because, at }: Refusal): never {
  if (whose === "student") {
    note({ verdict: "runtime-error", reason: "uncaught-error", seen: told.notMeasurable(because, at) });
  } else note({ verdict: "internal-error", reason: null, internal: `the scenario can't be timed: ${because}` });
  throw new RunFailedError(`refused: ${show(because)}`);
}
