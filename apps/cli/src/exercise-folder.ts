import { InvalidExerciseError, readExercise } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "./exit-code.ts";

export const exercisesFolder = resolve(import.meta.dirname, "../../../exercises");

/** The exercise of that name in this repository. */
export async function exerciseNamed(slug: string): Promise<{ folder: string; pack: ExercisePack }> {
  const folder = join(exercisesFolder, slug);
  const found = await stat(join(folder, "exercise.json")).catch(() => null);
  if (!found) throw new UsageError(`There is no exercise "${slug}". There are: ${(await exerciseNames()).join(", ")}.`);
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
