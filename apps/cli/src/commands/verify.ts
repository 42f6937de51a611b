import { type LooseEnds, looseEnds, readSolutions, type Solution } from "@lockstep/catalog";
import type { ExercisePack, GradingReport } from "@lockstep/contracts";
import type { Judge } from "@lockstep/judge";
import { join, relative } from "node:path";
import { counted } from "../counted.ts";
import { exerciseNamed, exerciseNames } from "../exercise-folder.ts";
import { type FoundByChance, foundByChance, GRADINGS_PER_MISS } from "../found-by-chance.ts";
import { gradeUntilSettled } from "../grade-until-settled.ts";
import { ExitCode } from "../exit-code.ts";
import { type Proof, tellMismatches } from "../tell-mismatches.ts";
import { visibleJson } from "../visible-text.ts";
import { shareOut } from "../share-out.ts";
import { whySo } from "../why-so.ts";
import { withJudges } from "../with-judge.ts";

/** One grading to be made: of a solution, or of the starter. */
interface Task {
  readonly pack: ExercisePack;
  /** Of the exercise. */
  readonly folder: string;
  readonly repetition: number;
  readonly solution: Solution | null;
}

/**
 * Proves exercises: each solution gets exactly its verdict for its stated reason, and the starter is not accepted. Several
 * gradings at once, each in a box and with a judge process of its own.
 */
export async function verify(command: {
  readonly slugs: readonly string[];
  readonly repeat: number;
  readonly json: boolean;
}): Promise<number> {
  const { repeat, json } = command;
  const slugs = command.slugs.length > 0 ? command.slugs : await exerciseNames();
  const piles: (readonly Task[])[] = [];
  const loose: (LooseEnds & { readonly exercise: string })[] = [];
  for (const slug of slugs) {
    const { folder, pack } = await exerciseNamed(slug);
    const solutions = [...(await readSolutions(folder)), null];
    loose.push({ exercise: slug, ...(await looseEnds(folder)) });
    piles.push(
      repetitions(repeat).flatMap((repetition) =>
        solutions.map((solution) => ({ pack, folder, repetition, solution })),
      ),
    );
  }
  return withJudges(async (...judges) => {
    const proofs: Proof[] = [];
    await shareOut(judges, piles, async (judge, task, hasMore) => {
      const proof = await prove(judge, task, hasMore);
      proofs.push(proof);
      process.stderr.write(line(proof));
      const { exercise, repetition } = proof;
      const round = proofs.filter((one) => one.exercise === exercise && one.repetition === repetition);
      const size = piles.flat().filter((one) => one.pack === task.pack && one.repetition === repetition).length;
      if (round.length === size) process.stderr.write(progress(round, exercise, repetition, repeat));
    });
    const failures = proofs.filter((proof) => !proof.matches);
    const byChance = chances(proofs);
    const tooSeldom = byChance.filter(({ isTooSeldom }) => isTooSeldom);
    const unfinished = loose.flatMap((one) => one.unfinished.map((said) => `${one.exercise}: ${said}`));
    const notes = loose.flatMap((one) => one.notes.map((said) => `${one.exercise}: ${said}`));
    if (json) {
      const counts = { gradings: proofs.length, mismatches: failures.length, tooSeldom: tooSeldom.length };
      process.stdout.write(
        `${visibleJson({ exercises: slugs, ...counts, failures, byChance, proofs, unfinished, notes })}\n`,
      );
    } else {
      process.stdout.write(tellMismatches(failures));
      for (const chance of tooSeldom) process.stdout.write(describeChance(chance));
      for (const note of notes) process.stdout.write(`Note: ${note}\n`);
      for (const said of unfinished) process.stdout.write(`${said}\n`);
      const places = unfinished.length === 0 ? "" : `, ${counted(unfinished.length, "place")} unfinished`;
      process.stdout.write(
        `${counted(proofs.length, "grading")}, ${counted(failures.length, "mismatch", "mismatches")}, ${tooSeldom.length} found too seldom${places}\n`,
      );
    }
    return failures.length + tooSeldom.length + unfinished.length === 0 && proofs.length > 0
      ? ExitCode.ok
      : ExitCode.notAccepted;
  });
}

const repetitions = (count: number) => Array.from({ length: count }, (_unused, i) => i + 1);

async function prove(judge: Judge, { pack, folder, repetition, solution }: Task, hasMore: boolean): Promise<Proof> {
  const files = solution?.files ?? pack.starter["typescript"] ?? [];
  const said = new Map<string, string>();
  const report = await gradeUntilSettled(
    judge,
    { pack, language: "typescript", files, purpose: "submit" },
    { onTestSaid: (id, text) => void said.set(id, text) },
  );
  if (hasMore) judge.prepare(pack);
  return {
    exercise: pack.slug,
    repetition,
    ...(solution ? compared(solution, report) : ofStarter(report)),
    seed: report.seed,
    wallTimeMs: Math.round(report.wallTimeMs),
    internal: report.internal,
    why: whySo(report, said, pack),
    again: gradeCommand(pack.slug, join(folder, solution ? `solutions/${solution.path}` : STARTER), report.seed),
  };
}

const STARTER = "typescript/starter";

/** As it is typed where we are. */
function gradeCommand(slug: string, path: string, seed: number): string {
  const here = relative(process.cwd(), path);
  return `pnpm lockstep grade ${slug} ${here.startsWith("..") ? path : here} --seed ${seed}`;
}

function compared(solution: Solution, report: GradingReport) {
  const expected =
    solution.verdict === "accepted" ? "accepted" : [solution.verdict, solution.reason, solution.case].join(" ");
  const got = ending(report);
  const sampled = report.cases.find(({ id }) => id === report.decidingCase)?.sampled ?? null;
  return { solution: solution.path, expected, got, matches: got === expected, sampled };
}

function ofStarter(report: GradingReport) {
  const { verdict } = report;
  const matches = verdict !== "accepted" && verdict !== "internal-error" && verdict !== "compile-error";
  return { solution: "(starter)", expected: "not accepted", got: ending(report), matches, sampled: null };
}

/** Of each solution whose defect is found by chance, how surely. */
function chances(proofs: readonly Proof[]): readonly (FoundByChance & Pick<Proof, "exercise" | "solution">)[] {
  const bySolution = Map.groupBy(
    proofs.filter(({ matches }) => matches),
    ({ exercise, solution }) => `${exercise} ${solution}`,
  );
  return [...bySolution.values()].flatMap((gradings) => {
    const [first] = gradings;
    const chance = foundByChance(gradings.map(({ sampled }) => sampled));
    return first && chance ? [{ exercise: first.exercise, solution: first.solution, ...chance }] : [];
  });
}

/** Verdict, reason and the case that decided, in one text. */
function ending({ verdict, reason, decidingCase }: GradingReport): string {
  return [verdict, reason, decidingCase].filter((part) => part !== null).join(" ");
}

/** One grading, when it has ended: a proof of many takes minutes. */
function line({ exercise, solution, got, matches, wallTimeMs }: Proof): string {
  return `${matches ? "ok      " : "MISMATCH"} ${exercise} ${solution}: ${got} (${(wallTimeMs / 1000).toFixed(1)} s)\n`;
}

/** Of one round of one exercise. */
function progress(proofs: readonly Proof[], slug: string, repetition: number, repeat: number): string {
  const wrong = proofs.filter((proof) => !proof.matches).length;
  return `${slug}: round ${repetition} of ${repeat}, ${counted(proofs.length, "grading")}, ${counted(wrong, "mismatch", "mismatches")}\n`;
}

function describeChance({
  exercise,
  solution,
  broke,
  tried,
  asked,
  gradingsPerMiss,
}: ReturnType<typeof chances>[number]) {
  return `${exercise} ${solution}: ${broke} of ${tried} schedules show it, and its case tries ${asked}: one of about ${gradingsPerMiss} gradings misses it. Give that case more rounds, or a smaller input, until it is one of ${GRADINGS_PER_MISS}.\n`;
}
