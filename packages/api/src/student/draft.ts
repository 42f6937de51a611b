import type { Language, SourceFile } from "@lockstep/contracts";
import { type Database, type DraftKey, findDraft, findExerciseId, writeDraft } from "@lockstep/db";
import { AppError } from "../app-error.ts";
import type { DraftSaved, DraftView } from "../views.ts";

interface Place {
  readonly slug: string;
  readonly language: Language;
}

/** The draft of one exercise; null where nothing was saved. @throws {AppError} `not-found` */
export async function readDraft(db: Database, studentId: string, place: Place): Promise<DraftView | null> {
  return findDraft(db, await keyOf(db, studentId, place));
}

/**
 * Saves a draft that builds on `revision` (0: on none). Where another window has saved in between, nothing is overwritten
 * and the other draft is the answer.
 * @throws {AppError} `not-found`
 */
export async function saveDraft(
  db: Database,
  studentId: string,
  draft: Place & { readonly files: readonly SourceFile[]; readonly revision: number },
): Promise<DraftSaved> {
  const key = await keyOf(db, studentId, draft);
  const saved = await writeDraft(db, key, { files: draft.files, basedOn: draft.revision });
  return saved ? { kind: "saved", ...saved } : { kind: "conflict", draft: await findDraft(db, key) };
}

async function keyOf(db: Database, studentId: string, place: Place): Promise<DraftKey> {
  const exerciseId = await findExerciseId(db, place.slug);
  if (exerciseId === null) throw new AppError("not-found");
  return { studentId, exerciseId, language: place.language };
}
