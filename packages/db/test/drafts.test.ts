import { afterAll, expect, test } from "vitest";
import { type DraftKey, findDraft, openDatabase, writeDraft } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { newExercise, newStudent, someFiles } from "./fixtures.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());

async function newKey(): Promise<DraftKey> {
  return { studentId: await newStudent(db), exerciseId: (await newExercise(db)).exerciseId, language: "typescript" };
}

test("a draft is read as it was saved", async () => {
  const key = await newKey();

  await writeDraft(db, key, { files: someFiles, basedOn: 0 });

  expect(await findDraft(db, key)).toMatchObject({ files: someFiles, revision: 1 });
});

test("a save that builds on an older revision overwrites nothing", async () => {
  const key = await newKey();
  await writeDraft(db, key, { files: someFiles, basedOn: 0 });
  await writeDraft(db, key, { files: [{ path: "office.ts", text: "newer" }], basedOn: 1 });

  expect(await writeDraft(db, key, { files: someFiles, basedOn: 1 })).toBeNull();
  expect(await writeDraft(db, key, { files: someFiles, basedOn: 0 })).toBeNull();
  expect(await findDraft(db, key)).toMatchObject({ revision: 2, files: [{ text: "newer" }] });
});

test("of two first saves at once one wins", async () => {
  const key = await newKey();
  const draft = { files: someFiles, basedOn: 0 };

  const saved = await Promise.all([writeDraft(db, key, draft), writeDraft(db, key, draft)]);

  expect(saved.filter((revision) => revision !== null)).toHaveLength(1);
});
