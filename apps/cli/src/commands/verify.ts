import { readSolutions, type Solution } from "@lockstep/catalog";
import type { ExercisePack, GradingReport, SourceFile } from "@lockstep/contracts";
import type { Judge } from "@lockstep/judge";
import { exerciseNamed, exerciseNames } from "../exercise-folder.ts";
import { ExitCode } from "../exit-code.ts";
import { visible, visibleJson } from "../visible-text.ts";
import { withJudge } from "../with-judge.ts";

/** One grading of one solution and what it should have been. */
interface Proof {
  readonly exercise: string;
  readonly solution: string;
  readonly repetition: number;
  readonly expected: string;
  readonly got: string;
  readonly matches: boolean;
  readonly seed: number;
  readonly wallTimeMs: number;
  /** What our side has to say where it does not match. */
  readonly internal: string | null;
}

/** Proves exercises: each solution gets exactly its verdict for its stated reason, and the starter is not accepted. */
export async function verify(command: {
  readonly slugs: readonly string[];
  readonly repeat: number;
  readonly json: boolean;
}): Promise<number> {
  const slugs = command.slugs.length > 0 ? command.slugs : await exerciseNames();
  const exercises: { pack: ExercisePack; solutions: readonly Solution[] }[] = [];
  for (const slug of slugs) {
    const { folder, pack } = await exerciseNamed(slug);
    exercises.push({ pack, solutions: await readSolutions(folder) });
  }
  return withJudge(async (judge) => {
    const proofs: Proof[] = [];
    for (const { pack, solutions } of exercises) {
      for (let repetition = 1; repetition <= command.repeat; repetition++) {
        for (const solution of solutions) proofs.push(await prove(judge, pack, solution, repetition));
        proofs.push(await proveStarter(judge, pack, repetition));
        process.stderr.write(progress(proofs, pack.slug, repetition, command.repeat));
      }
    }
    const mismatches = proofs.filter((proof) => !proof.matches);
    if (command.json) {
      process.stdout.write(
        `${visibleJson({ exercises: slugs, gradings: proofs.length, mismatches: mismatches.length, failures: mismatches, proofs })}\n`,
      );
    } else {
      for (const proof of mismatches) process.stdout.write(describe(proof));
      process.stdout.write(`${proofs.length} gradings, ${mismatches.length} mismatches\n`);
    }
    return mismatches.length === 0 && proofs.length > 0 ? ExitCode.ok : ExitCode.notAccepted;
  });
}

async function prove(judge: Judge, pack: ExercisePack, solution: Solution, repetition: number): Promise<Proof> {
  const expected =
    solution.verdict === "accepted" ? "accepted" : [solution.verdict, solution.reason, solution.case].join(" ");
  const report = await gradeAs(judge, pack, solution.files);
  const got = ending(report);
  return {
    exercise: pack.slug,
    solution: solution.path,
    repetition,
    expected,
    got,
    matches: got === expected,
    ...facts(report),
  };
}

async function proveStarter(judge: Judge, pack: ExercisePack, repetition: number): Promise<Proof> {
  const report = await gradeAs(judge, pack, pack.starter["typescript"] ?? []);
  const fits =
    report.verdict !== "accepted" && report.verdict !== "internal-error" && report.verdict !== "compile-error";
  return {
    exercise: pack.slug,
    solution: "(starter)",
    repetition,
    expected: "not accepted",
    got: ending(report),
    matches: fits,
    ...facts(report),
  };
}

function gradeAs(judge: Judge, pack: ExercisePack, files: readonly SourceFile[]): Promise<GradingReport> {
  return judge.grade({ pack, language: "typescript", files, purpose: "submit" });
}

/** Verdict, reason and the case that decided, in one text. */
function ending({ verdict, reason, decidingCase }: GradingReport): string {
  return [verdict, reason, decidingCase].filter((part) => part !== null).join(" ");
}

function facts({ seed, wallTimeMs, internal }: GradingReport) {
  return { seed, wallTimeMs: Math.round(wallTimeMs), internal };
}

function progress(proofs: readonly Proof[], slug: string, repetition: number, repeat: number): string {
  const wrong = proofs.filter((proof) => !proof.matches).length;
  return `${slug}: round ${repetition} of ${repeat}, ${proofs.length} gradings, ${wrong} mismatches\n`;
}

function describe(proof: Proof): string {
  const internal = proof.internal === null ? "" : `\n    ${visible(proof.internal).replaceAll("\n", "\n    ")}`;
  return `${proof.exercise} ${proof.solution} (seed ${proof.seed}): expected ${proof.expected}, got ${proof.got}${internal}\n`;
}
