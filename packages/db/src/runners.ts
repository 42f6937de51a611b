import type { Database } from "./database.ts";

/** Whoever hasn't told of itself for so long counts as lost. A runner tells every few seconds. */
const LOST_AFTER_SECONDS = 20;
/** How long a lost runner is still listed, so that somebody can see that it is. */
const FORGOTTEN_AFTER_SECONDS = 600;
/** All times are the database's own. Whoever claims a later one would never be lost; it is passed over and dropped. */
const AHEAD_SECONDS_MAX = 5;

/** Pages show these: a runner that was taken over can't flood them. */
const TEXT_MAX = 1_000;
const LISTED_MAX = 100;

/** What a runner tells of itself. */
export interface RunnerTelling {
  /** Of the process, not of the machine: a new one at each start. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Submissions graded at the same time. */
  readonly slots: number;
  /** What its sandbox is made of; null where it has none and so takes nothing. */
  readonly backend: string | null;
  /** Why it has none, and what to do; null exactly where there is one. */
  readonly trouble: { readonly because: string; readonly fix: string } | null;
}

/** A runner, as others see it. */
export interface RunnerSeen extends RunnerTelling {
  readonly seenAt: Date;
  /** It has been silent for 20 s: killed, cut off, or its machine stands still. */
  readonly lost: boolean;
}

/**
 * Notes what a runner tells of itself, as of now. Drops whoever has been silent for ten minutes and, when it tells for the
 * first time, whoever of its name was lost: it has come in their place.
 */
export async function tellOfRunner(db: Database, telling: RunnerTelling): Promise<void> {
  const { id, name, slots, backend, trouble } = telling;
  await db.$executeRaw`
    delete from "runners"
    where "seen_at" < now() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS}::int)
      or "seen_at" > now() + make_interval(secs => ${AHEAD_SECONDS_MAX}::int)
      or ("name" = ${name} and "seen_at" < now() - make_interval(secs => ${LOST_AFTER_SECONDS}::int)
        and not exists (select from "runners" where "id" = ${id}::uuid))`;
  await db.$executeRaw`
    insert into "runners" ("id", "name", "slots", "backend", "because", "fix")
    values (${id}::uuid, ${name}, ${slots}, ${backend}, ${trouble?.because ?? null}, ${trouble?.fix ?? null})
    on conflict ("id") do update set
      "backend" = excluded."backend", "because" = excluded."because", "fix" = excluded."fix", "seen_at" = now()`;
}

/** A runner that ends is no longer listed. */
export async function forgetRunner(db: Database, id: string): Promise<void> {
  await db.runner.deleteMany({ where: { id } });
}

/** Whether any runner that is there has a sandbox. */
export async function canAnybodyGrade(db: Database): Promise<boolean> {
  const [row] = await db.$queryRaw<{ can: boolean }[]>`
    select exists (
      select from "runners"
      where "backend" is not null and "seen_at" >= now() - make_interval(secs => ${LOST_AFTER_SECONDS}::int)
        and "seen_at" <= now() + make_interval(secs => ${AHEAD_SECONDS_MAX}::int)) as "can"`;
  return row?.can ?? false;
}

/** Runners that have told of themselves within the last ten minutes and have not ended: first those that are there, by name; at most 100. */
export async function listRunners(db: Database): Promise<readonly RunnerSeen[]> {
  const rows = await db.$queryRaw<(Omit<RunnerSeen, "trouble"> & { because: string | null; fix: string | null })[]>`
    select "id", left("name", ${TEXT_MAX}::int) as "name", "slots", left("backend", ${TEXT_MAX}::int) as "backend",
      left("because", ${TEXT_MAX}::int) as "because", left("fix", ${TEXT_MAX}::int) as "fix", "seen_at" as "seenAt",
      "seen_at" < now() - make_interval(secs => ${LOST_AFTER_SECONDS}::int) as "lost"
    from "runners"
    where "seen_at" >= now() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS}::int)
      and "seen_at" <= now() + make_interval(secs => ${AHEAD_SECONDS_MAX}::int)
    order by "lost", "name", "id"
    limit ${LISTED_MAX}`;
  return rows.map(({ because, fix, ...row }) => ({
    ...row,
    trouble: because === null || fix === null ? null : { because, fix },
  }));
}
