import { type RoundEnd, runOnWorker, runRounds } from "@lockstep/threading/machinery";
import { deepStrictEqual, ok } from "node:assert";

/** Runs one program of the suite in some way, as often as that way asks for, and answers each result. */
export type Run = (program: string, ...args: readonly (string | number)[]) => Promise<readonly unknown[]>;

/** The suite: each claim with its check, which rejects when the claim does not hold. Numbers: CPython's cases, see the README. */
export interface Claim {
  readonly claim: string;
  check(run: Run, kind: string): Promise<void>;
}

/** A claim about what a program answers. */
function answers(claim: string, program: string, expected: unknown, ...args: readonly number[]): Claim {
  return {
    claim,
    async check(run, kind) {
      for (const result of await run(program, kind, ...args)) deepStrictEqual(result, expected);
    },
  };
}

export const lockClaims: readonly Claim[] = [
  // 1, 2, 6
  answers("is free at first, held after acquire, and free again after release", "takeTurns", [
    true,
    false,
    true,
    false,
  ]),
  // 10
  answers("refuses a release that nobody is due", "releaseFree", "NotHeldError"),
  // 3
  answers("holds everybody back until it is released, and then serves all", "holdBack", { before: 0, after: 5 }),
  // 7
  {
    claim: "answers false when the time is over, and not before",
    async check(run, kind) {
      for (const result of await run("waitInVain", kind)) {
        ok(typeof result === "object" && result !== null && "taken" in result && "waitedMs" in result);
        deepStrictEqual(result.taken, false);
      }
    },
  },
  // 8, 9
  answers("makes its own holder wait, until another thread releases it", "acquireTwice", false),
  // 15
  {
    claim: "serves the others after one gave up",
    async check(run, kind) {
      for (const result of await run("outlastOne", kind)) {
        ok(typeof result === "object" && result !== null && "served" in result && "gaveUp" in result);
        deepStrictEqual([result.served, result.gaveUp], [2, 1]);
      }
    },
  },
  // 14
  answers("stays held when its holder ends, and can be released by others", "dieInside", true),
  answers("lets one thread in at a time, and loses no addition", "addTogether", { count: 12, peak: 1 }, 3, 4),
];

/** At full speed, each program once. */
export const free =
  (programs: URL): Run =>
  async (program, ...args) => [resultOf(await runOnWorker(programs.href, program, args))];

/** Gated, each program once for each seed. */
export const gated =
  (programs: URL, seeds: readonly number[]): Run =>
  async (program, ...args) =>
    (await runRounds({ module: programs.href, name: program, args }, seeds)).map(resultOf);

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
