import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readExercise } from "@lockstep/catalog";
import type { Locale } from "@lockstep/contracts";
import { repositoryRoot } from "@lockstep/dev";
import en from "../messages/en.json" with { type: "json" };
import zh from "../messages/zh-CN.json" with { type: "json" };

/** The site's words in each language: tests look for what a reader sees. */
export const messages: Readonly<Record<Locale, typeof en>> = { en, "zh-CN": zh };

const folder = join(repositoryRoot, "exercises/ticket-office");

/** The exercise as it is published. */
export const ticketOffice = await readExercise(folder);

/** Where a solution of the exercise lies; its path is that of `exercise.json`, such as `accepted/lock-in-finally`. */
export function solutionFolder(path: string): string {
  return join(folder, "solutions", path);
}

/** The text of a solution. */
export function solution(path: string): string {
  return readFileSync(join(solutionFolder(path), "office.ts"), "utf8");
}

/** The text of a solution of any exercise, such as `hello-thread`, `accepted/target-and-args`. Each has one file. */
export function solutionOf(slug: string, path: string): string {
  const place = join(repositoryRoot, "exercises", slug, "solutions", path);
  const [file] = readdirSync(place).filter((name) => name.endsWith(".ts"));
  return readFileSync(join(place, file ?? ""), "utf8");
}

/** A right solution whose every visit takes some milliseconds: its grading has a middle, on the quickest machine too. */
export function slowSolution(): string {
  const start = "): boolean {";
  return solution("accepted/lock-in-finally").replace(start, `${start}\n  for (let i = 0; i < 20_000_000; i++);`);
}
