import { type Language, type SourceFile, sourceFiles } from "@lockstep/contracts";
import type { Database } from "./database.ts";
import { parseStored, toStored } from "./stored-json.ts";

/** Whose draft of what. */
export interface DraftKey {
  readonly studentId: string;
  readonly exerciseId: string;
  readonly language: Language;
}

/** A draft as it is stored. `revision` counts the saves, from 1. */
export interface StoredDraft {
  readonly files: readonly SourceFile[];
  readonly revision: number;
  /** Version of the exercise that it was written for; null where none was noted. */
  readonly version: string | null;
  readonly updatedAt: Date;
}

/** The draft; null where nothing was saved yet. */
export async function findDraft(db: Database, key: DraftKey): Promise<StoredDraft | null> {
  const row = await db.draft.findUnique({ where: { studentId_exerciseId_language: key } });
  if (!row) return null;
  const { files, revision, versionHash, updatedAt } = row;
  return { files: parseStored(sourceFiles, files, "a draft"), revision, version: versionHash, updatedAt };
}

/**
 * Saves a draft that builds on `basedOn` (0: on none). Answers the new revision, or null where the stored draft is another
 * one: somebody has saved in between, in a second window, say. `version` must be one of the exercise's.
 */
export async function writeDraft(
  db: Database,
  key: DraftKey,
  draft: { readonly files: readonly SourceFile[]; readonly version: string; readonly basedOn: number },
): Promise<{ readonly revision: number; readonly updatedAt: Date } | null> {
  const updatedAt = new Date();
  const revision = draft.basedOn + 1;
  const data = {
    files: toStored(sourceFiles, [...draft.files], "a draft"),
    revision,
    versionHash: draft.version,
    updatedAt,
  };
  const { count } =
    draft.basedOn === 0
      ? await db.draft.createMany({ data: [{ ...key, ...data }], skipDuplicates: true })
      : await db.draft.updateMany({ where: { ...key, revision: draft.basedOn }, data });
  return count === 1 ? { revision, updatedAt } : null;
}
