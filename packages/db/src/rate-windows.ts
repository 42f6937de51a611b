import type { Database } from "./database.ts";

/** How often something may happen: `most` times within a window, which begins with the first time. */
export interface RateRule {
  readonly most: number;
  readonly windowMs: number;
}

/** Ended windows that a new one takes away: more than it adds, so the table holds hardly more than what has happened lately. */
const SWEPT_WITH_EACH = 20;

/**
 * It happens once more under this key. Not allowed, and not counted, where that is too often; `retryAfterMs` is then the time
 * up to the window's end, else 0. One statement: of many at the same moment, in however many processes, only `most` are allowed.
 */
export async function takeTry(
  db: Database,
  key: string,
  { most, windowMs }: RateRule,
): Promise<{ readonly allowed: boolean; readonly retryAfterMs: number }> {
  const [taken] = await db.$queryRaw<{ count: number }[]>`
    insert into "rate_windows" as "known" ("key", "count", "ends_at")
    values (${key}, 1, now() + ${windowMs}::float8 * interval '1 millisecond')
    on conflict ("key") do update set
      "count" = case when "known"."ends_at" <= now() then 1 else "known"."count" + 1 end,
      "ends_at" = case when "known"."ends_at" <= now() then excluded."ends_at" else "known"."ends_at" end
    where "known"."ends_at" <= now() or "known"."count" < ${most}::int
    returning "count"`;
  if (taken) {
    if (taken.count === 1) await sweep(db);
    return { allowed: true, retryAfterMs: 0 };
  }
  const [left] = await db.$queryRaw<{ ms: number }[]>`
    select greatest(0, extract(epoch from "ends_at" - now()) * 1000)::float8 as "ms" from "rate_windows" where "key" = ${key}`;
  return { allowed: false, retryAfterMs: left?.ms ?? 0 };
}

/**
 * As if what was counted last had not happened; where that was all, there is no row any more. Where its window has ended
 * meanwhile and another has begun, it is that one which gets it back: one try too many, once.
 */
export async function undoTry(db: Database, key: string): Promise<void> {
  await db.$executeRaw`update "rate_windows" set "count" = "count" - 1 where "key" = ${key} and "count" > 0`;
  // Apart, since one statement would see the count that stood before others gave back at the same moment.
  await db.$executeRaw`delete from "rate_windows" where "key" = ${key} and "count" = 0`;
}

/** As if it had never happened. */
export async function forgetTries(db: Database, key: string): Promise<void> {
  await db.$executeRaw`delete from "rate_windows" where "key" = ${key}`;
}

/** Waits for nobody: what another one is at is passed over. */
async function sweep(db: Database): Promise<void> {
  await db.$executeRaw`
    delete from "rate_windows" where "key" in (
      select "key" from "rate_windows" where "ends_at" <= now()
      order by "ends_at" limit ${SWEPT_WITH_EACH}::int for update skip locked)`;
}
