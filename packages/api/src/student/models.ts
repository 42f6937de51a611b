import { type Database, findAcceptedFiles, findExercise, findModelSolutions } from "@lockstep/db";
import { AppError } from "../app-error.ts";
import type { ModelSolutions, Viewer } from "../views.ts";

/**
 * The model solutions, for whoever has solved the exercise, and for instructors; null for others.
 * @throws {AppError} `not-found`
 */
export async function readModelSolutions(
  db: Database,
  viewer: Pick<Viewer, "id" | "role">,
  slug: string,
): Promise<ModelSolutions | null> {
  const exercise = await findExercise(db, slug);
  if (!exercise) throw new AppError("not-found");
  const own = await findAcceptedFiles(db, { studentId: viewer.id, exerciseId: exercise.id });
  if (own === null && viewer.role !== "instructor") return null;
  return { own, models: await findModelSolutions(db, exercise.id) };
}
