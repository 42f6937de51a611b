import type { RateLimit } from "@lockstep/auth";
import type { Language, SourceFile } from "@lockstep/contracts";
import { type Database, type DraftKey, findDraft, findExercise, hasVersion, writeDraft } from "@lockstep/db";
import { AppError } from "../app-error.ts";
import type { DraftSaved, DraftView } from "../views.ts";

interface Place {
  readonly slug: string;
  readonly language: Language;
}

/** The draft of one exercise; null where nothing was saved. @throws {AppError} `not-found` */
export async function readDraft(db: Database, studentId: string, place: Place): Promise<DraftView | null> {
  return findDraft(db, (await exerciseOf(db, studentId, place)).key);
}

/**
 * Saves a draft that builds on `revision` (0: on none). Where another window has saved in between, nothing is overwritten
 * and the other draft is the answer.
 * @throws {AppError} `not-found` · `bad-input`: the exercise never had this version · `too-many-requests`
 */
export async function saveDraft(
  deps: { readonly db: Database; readonly draftSaves: RateLimit },
  studentId: string,
  draft: Place & { readonly version: string; readonly files: readonly SourceFile[]; readonly revision: number },
): Promise<DraftSaved> {
  const { db, draftSaves } = deps;
  if (!draftSaves.take(studentId)) throw new AppError("too-many-requests");
  const { key, currentVersion } = await exerciseOf(db, studentId, draft);
  const { files, version, revision: basedOn } = draft;
  if (version !== currentVersion && !(await hasVersion(db, key.exerciseId, version))) throw new AppError("bad-input");
  const saved = await writeDraft(db, key, { files, version, basedOn });
  if (saved) return { kind: "saved", ...saved, currentVersion };
  return { kind: "conflict", draft: await findDraft(db, key), currentVersion };
}

async function exerciseOf(
  db: Database,
  studentId: string,
  { slug, language }: Place,
): Promise<{ readonly key: DraftKey; readonly currentVersion: string | null }> {
  const exercise = await findExercise(db, slug);
  if (exercise === null) throw new AppError("not-found");
  return { key: { studentId, exerciseId: exercise.id, language }, currentVersion: exercise.currentVersion };
}
