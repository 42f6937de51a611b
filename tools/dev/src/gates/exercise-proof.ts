import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Gate } from "./gate.ts";

interface StatedSolution {
  readonly path: string;
  readonly verdict: string;
}

/**
 * Each exercise is fit to be proved: right and wrong solutions, each stated in `exercise.json`, each folder named after the
 * verdict. That they really get these verdicts is seen by grading them: `apps/cli/test/verify.test.ts` does so with all that
 * stand here.
 */
export const exerciseProof: Gate = {
  name: "exercise-proof",
  keepsOut: "exercises without proof, solutions that nobody verifies",
  run: (root) => {
    const all = foldersIn(join(root, "exercises"));
    return all.flatMap((slug) => problemsOf(join(root, "exercises", slug), `exercises/${slug}`)).join("\n");
  },
};

function problemsOf(folder: string, name: string): readonly string[] {
  const file = join(folder, "exercise.json");
  if (!existsSync(file)) return [`${name} has no exercise.json, so nothing verifies it.`];
  const { solutions = [] }: { solutions?: readonly StatedSolution[] } = JSON.parse(readFileSync(file, "utf8"));
  const stated = solutions.map(({ path }) => path);
  const there = foldersIn(join(folder, "solutions")).flatMap((verdict) =>
    foldersIn(join(folder, "solutions", verdict)).map((solution) => `${verdict}/${solution}`),
  );
  const problems = [
    ...there.filter((path) => !stated.includes(path)).map((path) => `does not state what solutions/${path} must get.`),
    ...stated.filter((path) => !there.includes(path)).map((path) => `states solutions/${path}, which is not there.`),
    ...solutions.flatMap(({ path, verdict }) =>
      path.startsWith(`${verdict}/`) ? [] : [`states ${verdict} for solutions/${path}: the folder names the verdict.`],
    ),
  ];
  const right = solutions.filter(({ verdict }) => verdict === "accepted").length;
  if (right === 0) problems.push("has no accepted solution, so nothing shows that it can be solved.");
  if (right === solutions.length) problems.push("has no wrong solution, so nothing shows that a mistake is found.");
  return problems.map((problem) => `${name}/exercise.json ${problem}`);
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .toSorted();
}
