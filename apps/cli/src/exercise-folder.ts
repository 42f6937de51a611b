import { InvalidExerciseError, readExercise } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "./exit-code.ts";

export const exercisesFolder = resolve(import.meta.dirname, "../../../exercises");

/** The exercise of that name in this repository. */
export async function exerciseNamed(slug: string): Promise<{ folder: string; pack: ExercisePack }> {
  const names = await exerciseNames();
  if (!names.includes(slug)) throw new UsageError(`There is no exercise "${slug}". There are: ${names.join(", ")}.`);
  const folder = join(exercisesFolder, slug);
  try {
    return { folder, pack: await readExercise(folder) };
  } catch (cause) {
    if (cause instanceof InvalidExerciseError) throw new UsageError(cause.message);
    throw cause;
  }
}

/** Names of all exercises in this repository. */
export async function exerciseNames(): Promise<string[]> {
  const entries = await readdir(exercisesFolder, { withFileTypes: true });
  const names: string[] = [];
  for (const { name } of entries) {
    if (await stat(join(exercisesFolder, name, "exercise.json")).catch(() => null)) names.push(name);
  }
  return names.toSorted();
}
