import { type RoundEnd, runOnWorker, runRounds } from "@lockstep/threading/machinery";
import { deepStrictEqual } from "node:assert";

/** Runs one program of a suite in some way, as often as that way asks for, and answers each result. */
export type Run = (program: string, ...args: readonly (string | number)[]) => Promise<readonly unknown[]>;

/** One claim of a suite with its check, which rejects when the claim does not hold. */
export interface Claim {
  readonly claim: string;
  check(run: Run, kind: string): Promise<void>;
}

/** A claim about what a program answers. */
export function answers(claim: string, program: string, expected: unknown, ...args: readonly number[]): Claim {
  return {
    claim,
    async check(run, kind) {
      for (const result of await run(program, kind, ...args)) deepStrictEqual(result, expected);
    },
  };
}

/** At full speed, each program once. */
export const free =
  (programs: URL): Run =>
  async (program, ...args) => [resultOf(await runOnWorker(programs.href, program, args))];

/** Gated, each program once for each seed. `fine`: each step inside a primitive is a decision point. */
export const gated =
  (programs: URL, seeds: readonly number[], { fine = false } = {}): Run =>
  async (program, ...args) => {
    const rounds = seeds.map((seed) => ({ seed, fine }));
    return (await runRounds({ module: programs.href, name: program, args }, rounds)).map(resultOf);
  };

const POINTS_AT_ONCE = 60;

/** Gated, once for each decision point of the program, however many there are: all time-outs pass at that one. */
export const givingUpEverywhere =
  (programs: URL, seed: number): Run =>
  async (program, ...args) => {
    const target = { module: programs.href, name: program, args };
    const results: unknown[] = [];
    for (let steps = 1; results.length < steps;) {
      const first = results.length + 1;
      const rounds = Array.from({ length: POINTS_AT_ONCE }, (_unused, i) => ({
        seed,
        fine: true,
        timePassesAt: first + i,
      }));
      for (const end of await runRounds(target, rounds)) {
        results.push(resultOf(end));
        steps = Math.max(steps, end.report?.steps ?? 0);
      }
    }
    return results;
  };

function resultOf(end: RoundEnd): unknown {
  switch (end.kind) {
    case "over":
      return end.result;
    case "threw":
      throw new Error(`${end.thread}: ${end.error.stack}`);
    case "stuck":
      throw new Error(`${end.report.stuck}: ${JSON.stringify(end.report.waiting)}`);
  }
}
