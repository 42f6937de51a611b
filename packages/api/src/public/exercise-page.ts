import type { ExercisePack } from "@lockstep/contracts";
import { type Database, findCurrentExercise, findExerciseVersion } from "@lockstep/db";
import { AppError } from "../app-error.ts";
import type { ExercisePage, StarterFiles } from "../views.ts";
import { cardOf, languagesOf } from "./outline.ts";

/**
 * The exercise as it is now, or as it was in the version that is asked for.
 * @throws {AppError} `not-found`
 */
export async function readExercisePage(
  db: Database,
  wanted: { readonly slug: string; readonly version?: string | undefined },
): Promise<ExercisePage> {
  const { slug, version } = wanted;
  const found = await (version === undefined ? findCurrentExercise(db, slug) : findExerciseVersion(db, slug, version));
  if (!found) throw new AppError("not-found");
  const { pack } = found;
  // Field by field: what is added to a pack later stays on the server until somebody lets it out here.
  return {
    ...cardOf(pack),
    version: pack.version,
    statement: pack.statement,
    starters: startersOf(pack),
    visibleTests: pack.visibleTests,
    limits: pack.manifest.limits,
    cases: pack.manifest.cases.map(({ id, title, visibility, points, section }) => ({
      id,
      title,
      visibility,
      points,
      section: section ?? null,
    })),
  };
}

function startersOf(pack: ExercisePack): readonly StarterFiles[] {
  return languagesOf(pack).flatMap((language) => {
    const entry = pack.manifest.languages[language]?.entry;
    return entry === undefined ? [] : [{ language, entry, files: pack.starter[language] ?? [] }];
  });
}
