import type { Sampled } from "@lockstep/contracts";
import { visible } from "./visible-text.ts";
import type { WhySo } from "./why-so.ts";

/** One grading of one solution and what it should have been. */
export interface Proof {
  readonly exercise: string;
  readonly solution: string;
  readonly repetition: number;
  readonly expected: string;
  readonly got: string;
  readonly matches: boolean;
  /** How often the deciding case showed the defect, where chance had to find it. */
  readonly sampled: Sampled | null;
  readonly seed: number;
  readonly wallTimeMs: number;
  /** What our side has to say where it does not match. */
  readonly internal: string | null;
  /** What was seen first, and where; null where it was accepted. */
  readonly why: WhySo | null;
  /** The command that shows the whole grading again. */
  readonly again: string;
}

/** Each that did not come out as stated: what was seen, where, and how to see the whole of it. */
export function tellMismatches(failures: readonly Proof[]): string {
  return alikeIn(failures)
    .map((alike) => describe(...alike))
    .join("");
}

/** Mismatches that a mistake in the exercise's own tests brings about alike are told once. */
function alikeIn(failures: readonly Proof[]): readonly (readonly [Proof, ...Proof[]])[] {
  const alike = Map.groupBy(failures, (proof) =>
    proof.internal === null ? proof : `${proof.exercise} ${proof.internal}`,
  );
  return [...alike.values()].flatMap(([first, ...more]) => (first ? [[first, ...more] as const] : []));
}

function describe(proof: Proof, ...more: readonly Proof[]): string {
  const { exercise, solution, seed, expected, got, internal, why, again } = proof;
  const seen = why && `${why.at === null ? "" : `${why.at}: `}${why.seen}`;
  const lines = [
    ...(internal ?? seen ?? "").split("\n").filter((line) => line !== ""),
    ...(more.length > 0 ? [`The same with ${more.map((one) => one.solution).join(", ")}.`] : []),
    `In full: ${again}`,
  ];
  const head = `${exercise} ${solution} (seed ${seed}): expected ${expected}, got ${got}`;
  return `${[head, ...lines.map((line) => `    ${visible(line)}`)].join("\n")}\n`;
}
