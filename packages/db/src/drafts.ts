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
  readonly updatedAt: Date;
}

/** The draft; null where nothing was saved yet. */
export async function findDraft(db: Database, key: DraftKey): Promise<StoredDraft | null> {
  const row = await db.draft.findUnique({ where: { studentId_exerciseId_language: key } });
  if (!row) return null;
  const { files, revision, updatedAt } = row;
  return { files: parseStored(sourceFiles, files, "a draft"), revision, updatedAt };
}

/**
 * Saves a draft that builds on `basedOn` (0: on none). Answers the new revision, or null where the stored draft is another
 * one: somebody has saved in between, in a second window, say.
 */
export async function writeDraft(
  db: Database,
  key: DraftKey,
  draft: { readonly files: readonly SourceFile[]; readonly basedOn: number },
): Promise<{ readonly revision: number; readonly updatedAt: Date } | null> {
  const updatedAt = new Date();
  const revision = draft.basedOn + 1;
  const files = toStored(sourceFiles, [...draft.files], "a draft");
  const { count } =
    draft.basedOn === 0
      ? await db.draft.createMany({ data: [{ ...key, files, revision, updatedAt }], skipDuplicates: true })
      : await db.draft.updateMany({ where: { ...key, revision: draft.basedOn }, data: { files, revision, updatedAt } });
  return count === 1 ? { revision, updatedAt } : null;
}
