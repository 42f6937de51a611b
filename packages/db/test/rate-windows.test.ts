import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { forgetTries, openDatabase, takeTry, undoTry } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";

const db = openDatabase(databaseUrl);
afterAll(() => db.$disconnect());
const rule = { most: 3, windowMs: 60_000 };
const allowed = async (key: string) => (await takeTry(db, key, rule)).allowed;
/** As if the window had begun so much earlier that it has ended. */
const end = (key: string) => db.rateWindow.update({ where: { key }, data: { endsAt: new Date(0) } });

describe("tries under a key", () => {
  test("are allowed so often within a window, however many are made at once", async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => allowed(key)));

    expect(answers.filter(Boolean)).toHaveLength(rule.most);
    expect(await allowed(randomUUID())).toBe(true);
  });

  test("that are refused are told how long, and don't make it longer", async () => {
    const key = randomUUID();
    for (let n = 0; n < 3; n++) await takeTry(db, key, rule);
    const before = await db.rateWindow.findUnique({ where: { key } });

    const { retryAfterMs } = await takeTry(db, key, rule);

    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(rule.windowMs);
    expect(await db.rateWindow.findUnique({ where: { key } })).toEqual(before);
  });

  test("begin anew when the window has ended, or when they are forgotten; one that is undone can be made again", async () => {
    const [ended, forgotten, undone] = [randomUUID(), randomUUID(), randomUUID()];
    for (const key of [ended, forgotten, undone]) for (let n = 0; n < 3; n++) await takeTry(db, key, rule);

    await end(ended);
    await forgetTries(db, forgotten);
    await undoTry(db, undone);

    expect([await allowed(ended), await allowed(forgotten)]).toEqual([true, true]);
    expect([await allowed(undone), await allowed(undone)]).toEqual([true, false]);
  });

  test("that are all undone leave no row, however many are undone at once", async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    for (const key of [one, two, two]) await takeTry(db, key, rule);

    await Promise.all([one, two, two].map((key) => undoTry(db, key)));

    expect(await db.rateWindow.findMany({ where: { key: { in: [one, two] } } })).toEqual([]);
  });

  test("leave no row for ever: whoever begins a window takes away some that have ended", async () => {
    const key = randomUUID();
    await allowed(key);
    await end(key);

    await allowed(randomUUID());

    expect(await db.rateWindow.count({ where: { key } })).toBe(0);
  });
});
