import {
  type ExercisePack,
  exercisePack,
  type Localised,
  localised,
  type ModelSolution,
  modelSolution,
} from "@lockstep/contracts";
import { z } from "zod";
import type { Database, Transaction } from "./database.ts";
import { parseStored, toStored } from "./stored-json.ts";

/** A course with the packs of its current exercises, in the order of the outline. */
export interface StoredCourse {
  readonly slug: string;
  readonly title: Localised;
  readonly packs: readonly ExercisePack[];
}

/** What a submission refers to. */
export interface StoredExercise {
  readonly exerciseId: string;
  readonly pack: ExercisePack;
}

/** Every course; withdrawn exercises are left out. */
export async function findCourses(db: Database): Promise<readonly StoredCourse[]> {
  const courses = await db.course.findMany({
    orderBy: { createdAt: "asc" },
    include: { exercises: { orderBy: { position: "asc" }, include: { current: true } } },
  });
  return courses.map(({ slug, title, exercises }) => ({
    slug,
    title: parseStored(localised, title, `title of course ${slug}`),
    packs: exercises.flatMap(({ current }) => (current ? [packOf(current)] : [])),
  }));
}

/** The exercise as it is now; null where there is none, or it was withdrawn. */
export async function findCurrentExercise(db: Database | Transaction, slug: string): Promise<StoredExercise | null> {
  const row = await db.exercise.findUnique({ where: { slug }, include: { current: true } });
  return row?.current ? { exerciseId: row.id, pack: packOf(row.current) } : null;
}

/** The exercise as it was in one of its versions, the current one included; null where it has no such version. */
export async function findExerciseVersion(
  db: Database | Transaction,
  slug: string,
  version: string,
): Promise<StoredExercise | null> {
  const row = await db.exerciseVersion.findFirst({ where: { hash: version, exercise: { slug } } });
  return row && { exerciseId: row.exerciseId, pack: packOf(row) };
}

/** Id and current version of an exercise, without its content; null where there never was one. */
export async function findExercise(
  db: Database | Transaction,
  slug: string,
): Promise<{
  readonly id: string;
  /** Null: withdrawn. */
  readonly currentVersion: string | null;
} | null> {
  return db.exercise.findUnique({ where: { slug }, select: { id: true, currentVersion: true } });
}

/** Whether an exercise ever had this version. */
export async function hasVersion(db: Database | Transaction, exerciseId: string, version: string): Promise<boolean> {
  return (await db.exerciseVersion.count({ where: { hash: version, exerciseId } })) > 0;
}

const modelSolutions = z.array(modelSolution);

/** The model solutions of an exercise. Who may see them is not asked here. */
export async function findModelSolutions(db: Database, exerciseId: string): Promise<readonly ModelSolution[]> {
  const row = await db.exercise.findUniqueOrThrow({ where: { id: exerciseId }, select: { modelSolutions: true } });
  return parseStored(modelSolutions, row.modelSolutions, `model solutions of exercise ${exerciseId}`);
}

/**
 * Makes the stored course equal to what is given: new versions are added, exercises no longer listed are withdrawn, nothing
 * is deleted. Doing it twice changes nothing. Answers the slugs whose current version changed.
 */
export async function publishCourse(
  db: Database,
  course: {
    readonly slug: string;
    readonly title: Localised;
    readonly packs: readonly ExercisePack[];
    /** By the exercise's slug. Without it, what is stored stays. */
    readonly models?: ReadonlyMap<string, readonly ModelSolution[]>;
  },
): Promise<readonly string[]> {
  return db.$transaction(async (tx) => {
    // Two first starts at once publish one after the other.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('publish-course', 0))`;
    const title = toStored(localised, course.title, "title of a course");
    const { id: courseId } = await tx.course.upsert({
      where: { slug: course.slug },
      create: { slug: course.slug, title },
      update: { title },
    });
    const listed = course.packs.map((pack) => pack.slug);
    await tx.exercise.updateMany({ where: { courseId, slug: { notIn: listed } }, data: { currentVersion: null } });
    const changed: string[] = [];
    for (const [position, pack] of course.packs.entries()) {
      const models = course.models && (course.models.get(pack.slug) ?? []);
      if (await publishExercise(tx, { courseId, position, pack, models })) changed.push(pack.slug);
    }
    return changed;
  });
}

async function publishExercise(
  tx: Transaction,
  listed: {
    readonly courseId: string;
    readonly position: number;
    readonly pack: ExercisePack;
    readonly models: readonly ModelSolution[] | undefined;
  },
) {
  const { courseId, position, pack, models } = listed;
  const what = `model solutions of ${pack.slug}`;
  const data = { courseId, position, ...(models && { modelSolutions: toStored(modelSolutions, [...models], what) }) };
  const exercise = await tx.exercise.upsert({
    where: { slug: pack.slug },
    create: { slug: pack.slug, ...data },
    update: data,
  });
  const known = await tx.exerciseVersion.findUnique({ where: { hash: pack.version }, select: { hash: true } });
  if (!known) {
    const stored = toStored(exercisePack, pack, `pack of ${pack.slug}`);
    await tx.exerciseVersion.create({ data: { hash: pack.version, exerciseId: exercise.id, pack: stored } });
  }
  if (exercise.currentVersion === pack.version) return false;
  await tx.exercise.update({ where: { id: exercise.id }, data: { currentVersion: pack.version } });
  return true;
}

function packOf(row: { readonly hash: string; readonly pack: unknown }): ExercisePack {
  return parseStored(exercisePack, row.pack, `exercise version ${row.hash}`);
}
