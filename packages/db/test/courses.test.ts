import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { findCourses, findCurrentExercise, findModelSolutions, openDatabase, publishCourse } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";
import { freshVersion, madeUpPack, newExercise } from "./fixtures.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());
const title = { en: "Course", "zh-CN": "课程" };

describe("publishing a course", () => {
  test("changes nothing the second time", async () => {
    const course = { slug: randomUUID(), title, packs: [madeUpPack(`a-${randomUUID().slice(0, 8)}`)] };

    expect(await publishCourse(db, course)).toHaveLength(1);
    expect(await publishCourse(db, course)).toEqual([]);
  });

  test("keeps the old version beside the new one", async () => {
    const { pack } = await newExercise(db);
    const newer = madeUpPack(pack.slug);

    await publishCourse(db, { slug: `course-of-${pack.slug}`, title, packs: [newer] });

    expect((await findCurrentExercise(db, pack.slug))?.pack.version).toBe(newer.version);
    expect(await db.exerciseVersion.count({ where: { exercise: { slug: pack.slug } } })).toBe(2);
  });

  test("replaces the model solutions, and the exercise stays the version it was", async () => {
    const { pack, exerciseId } = await newExercise(db);
    const course = { slug: `course-of-${pack.slug}`, title, packs: [pack] };
    const model = { name: "short", about: title, files: [{ path: "office.ts", text: "export {};" }] };
    const better = { ...model, about: null };

    await publishCourse(db, { ...course, models: new Map([[pack.slug, [model]]]) });
    const before = await findModelSolutions(db, exerciseId);
    const changed = await publishCourse(db, { ...course, models: new Map([[pack.slug, [better]]]) });

    await publishCourse(db, course); // says nothing of them

    expect(before).toEqual([model]);
    expect(await findModelSolutions(db, exerciseId)).toEqual([better]);
    expect(changed).toEqual([]);
  });

  test("withdraws an exercise that is no longer listed, and deletes nothing", async () => {
    const { pack } = await newExercise(db);
    const course = `course-of-${pack.slug}`;

    await publishCourse(db, { slug: course, title, packs: [] });

    expect(await findCurrentExercise(db, pack.slug)).toBeNull();
    expect((await findCourses(db)).find(({ slug }) => slug === course)?.packs).toEqual([]);
    expect(await db.exerciseVersion.count({ where: { hash: pack.version } })).toBe(1);
  });

  test("may happen twice at once", async () => {
    const course = { slug: randomUUID(), title, packs: [madeUpPack(`b-${randomUUID().slice(0, 8)}`)] };

    const changed = await Promise.all([publishCourse(db, course), publishCourse(db, course)]);

    expect(changed.flat()).toHaveLength(1);
  });
});

test("a version never changes", async () => {
  const { pack } = await newExercise(db);

  const change = db.exerciseVersion.update({ where: { hash: pack.version }, data: { pack: {} } });

  await expect(change).rejects.toThrow(/never change/);
});

test("what is stored and does not fit the schema is refused when it is read", async () => {
  const { exerciseId, pack } = await newExercise(db);
  const hash = freshVersion();
  await db.exerciseVersion.create({ data: { hash, exerciseId, pack: { slug: pack.slug } } });
  await db.exercise.update({ where: { id: exerciseId }, data: { currentVersion: hash } });

  await expect(findCurrentExercise(db, pack.slug)).rejects.toMatchObject({ code: "stored-json" });

  await db.exercise.update({ where: { id: exerciseId }, data: { currentVersion: pack.version } });
});
