import { afterAll, expect, test } from "vitest";
import { type DraftKey, findDraft, openDatabase, writeDraft } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { newExercise, newStudent, someFiles } from "./fixtures.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());

async function newKey(): Promise<DraftKey & { readonly version: string }> {
  const { exerciseId, pack } = await newExercise(db);
  return { studentId: await newStudent(db), exerciseId, language: "typescript", version: pack.version };
}

test("a draft is read as it was saved", async () => {
  const { version, ...key } = await newKey();

  await writeDraft(db, key, { files: someFiles, version, basedOn: 0 });

  expect(await findDraft(db, key)).toMatchObject({ files: someFiles, revision: 1, version });
});

test("a save that builds on an older revision overwrites nothing", async () => {
  const { version, ...key } = await newKey();
  await writeDraft(db, key, { files: someFiles, version, basedOn: 0 });
  await writeDraft(db, key, { files: [{ path: "office.ts", text: "newer" }], version, basedOn: 1 });

  expect(await writeDraft(db, key, { files: someFiles, version, basedOn: 1 })).toBeNull();
  expect(await writeDraft(db, key, { files: someFiles, version, basedOn: 0 })).toBeNull();
  expect(await findDraft(db, key)).toMatchObject({ revision: 2, files: [{ text: "newer" }] });
});

test("of two first saves at once one wins", async () => {
  const { version, ...key } = await newKey();
  const draft = { files: someFiles, version, basedOn: 0 };

  const saved = await Promise.all([writeDraft(db, key, draft), writeDraft(db, key, draft)]);

  expect(saved.filter((revision) => revision !== null)).toHaveLength(1);
});

test("a draft names a version of its own exercise, or is not stored", async () => {
  const { version: _, ...key } = await newKey();
  const { version } = await newKey();

  await expect(writeDraft(db, key, { files: someFiles, version, basedOn: 0 })).rejects.toThrow(
    "drafts_version_hash_exercise_id_fkey",
  );
  expect(await findDraft(db, key)).toBeNull();
});
