import { readSolutions, type Solution } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import type { Judge } from "@lockstep/judge";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { exerciseNamed, exerciseNames } from "../exercise-folder.ts";
import { gradeUntilSettled } from "../grade-until-settled.ts";
import { ExitCode } from "../exit-code.ts";
import { type Mutant, mutantsOf } from "../mutation/mutants-of.ts";
import { visible, visibleJson } from "../visible-text.ts";
import { shareOut } from "../share-out.ts";
import { withJudges } from "../with-judge.ts";

/** `same-behaviour.json` of an exercise: mutants that do the same as the solution they come from, and why. */
const sameBehaviour = z.array(
  z.strictObject({ solution: z.string(), operator: z.string(), line: z.int(), why: z.string().min(1) }),
);
type SameBehaviour = z.infer<typeof sameBehaviour>;

/** What became of one mutant. */
interface Fate {
  readonly exercise: string;
  readonly solution: string;
  readonly operator: string;
  readonly line: number;
  /** `excused`: it does the same as the solution, as the exercise's list says. `stillborn`: no program. */
  readonly fate: "killed" | "survived" | "excused" | "stillborn" | "internal-error";
  /** Verdict, reason and the case that decided. */
  readonly got: string;
}

/** One mutant to be graded. */
interface Task {
  readonly pack: ExercisePack;
  readonly solution: string;
  /** Of the file. */
  readonly path: string;
  readonly mutant: Mutant;
}

/** Changes each accepted solution by one mistake at a time, and demands that no mutant that differs is accepted. */
export async function verifyMutants(command: {
  readonly slugs: readonly string[];
  readonly json: boolean;
}): Promise<number> {
  const slugs = command.slugs.length > 0 ? command.slugs : await exerciseNames();
  const excuses = new Map<string, SameBehaviour>();
  const piles: (readonly Task[])[] = [];
  for (const slug of slugs) {
    const { folder, pack } = await exerciseNamed(slug);
    excuses.set(slug, await readExcuses(folder));
    piles.push((await readSolutions(folder)).flatMap((solution) => tasksOf(pack, solution)));
  }
  return withJudges(async (...judges) => {
    const fates: Fate[] = [];
    await shareOut(judges, piles, async (judge, task, hasMore) => {
      const fate = await fateOf(judge, task, excuses.get(task.pack.slug) ?? [], hasMore);
      fates.push(fate);
      process.stderr.write(line(fate));
    });
    const stale = [...excuses].flatMap(([slug, excused]) =>
      staleOf(
        slug,
        excused,
        fates.filter(({ exercise }) => exercise === slug),
      ),
    );
    const bad = fates.filter(({ fate }) => fate === "survived" || fate === "internal-error");
    if (command.json)
      process.stdout.write(`${visibleJson({ exercises: slugs, mutants: fates.length, bad, stale, fates })}\n`);
    else process.stdout.write(summary(fates, stale));
    return bad.length === 0 && stale.length === 0 && fates.length > 0 ? ExitCode.ok : ExitCode.notAccepted;
  });
}

/** Mutants are made of solutions of one file. */
function tasksOf(pack: ExercisePack, { path, verdict, files }: Solution): readonly Task[] {
  const [file] = files;
  if (verdict !== "accepted" || file === undefined || files.length > 1) return [];
  return mutantsOf(file.text).map((mutant) => ({ pack, solution: path, path: file.path, mutant }));
}

async function fateOf(
  judge: Judge,
  { pack, solution, path, mutant: { operator, line: at, text } }: Task,
  excuses: SameBehaviour,
  hasMore: boolean,
): Promise<Fate> {
  const report = await gradeUntilSettled(judge, {
    pack,
    language: "typescript",
    files: [{ path, text }],
    purpose: "submit",
  });
  if (hasMore) judge.prepare(pack);
  const { verdict, reason, decidingCase } = report;
  const got = [verdict, reason, decidingCase].filter((part) => part !== null).join(" ");
  const isExcused = excuses.some((one) => one.solution === solution && one.operator === operator && one.line === at);
  const told = { exercise: pack.slug, solution, operator, line: at, got };
  if (verdict === "accepted") return { ...told, fate: isExcused ? "excused" : "survived" };
  if (verdict === "compile-error") return { ...told, fate: "stillborn" };
  return { ...told, fate: verdict === "internal-error" ? "internal-error" : "killed" };
}

async function readExcuses(folder: string): Promise<SameBehaviour> {
  const file = join(folder, "same-behaviour.json");
  return existsSync(file) ? sameBehaviour.parse(JSON.parse(await readFile(file, "utf8"))) : [];
}

/** An excuse for a mutant that there no longer is, or that is killed, excuses the wrong thing. */
function staleOf(slug: string, excuses: SameBehaviour, fates: readonly Fate[]): readonly string[] {
  return excuses
    .filter(
      (one) =>
        !fates.some(
          ({ fate, solution, operator, line: at }) =>
            fate === "excused" && solution === one.solution && operator === one.operator && at === one.line,
        ),
    )
    .map((one) => `${slug} ${one.solution}:${one.line} ${one.operator}: excused, but no such mutant survives`);
}

function line({ fate, exercise, solution, operator, line: at, got }: Fate): string {
  return `${fate.padEnd(14)} ${exercise} ${solution}:${at} ${operator}: ${visible(got)}\n`;
}

function summary(fates: readonly Fate[], stale: readonly string[]): string {
  const count = (fate: Fate["fate"]) => fates.filter((one) => one.fate === fate).length;
  const named = fates.filter(({ fate }) => fate === "survived" || fate === "internal-error").map(line);
  const counts = `${fates.length} mutants: ${count("killed")} killed, ${count("survived")} survived, ${count("excused")} do the same as before, ${count("stillborn")} are no programs\n`;
  return `${named.join("")}${stale.map((text) => `${text}\n`).join("")}${counts}`;
}
