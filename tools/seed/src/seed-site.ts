import { join } from "node:path";
import { demoAccounts, seedDemoAccounts } from "@lockstep/auth";
import { readCatalog, readModelSolutions } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { openDatabase, publishCourse, RUNNER_ROLE, setRunnerPassword } from "@lockstep/db";
import { installQueue } from "@lockstep/jobs";
import { lessonSlugs } from "@lockstep/lessons";

/** The one course of this repository. */
const course = { slug: "concurrency", title: { en: "Concurrency", "zh-CN": "并发编程" } } as const;

/** Where an exercise stands in the course: at its lesson. */
const placeOf = ({ manifest }: ExercisePack) => lessonSlugs.findIndex((slug) => slug === manifest.lesson);

/** What was put into the database. */
export interface Seeded {
  /** Slugs, in the order of the outline. */
  readonly exercises: readonly string[];
  /** Those whose version is new. */
  readonly changed: readonly string[];
  /** Empty unless they were asked for. Their passwords are public. */
  readonly accounts: readonly { readonly email: string; readonly password: string; readonly role: string }[];
}

/** Makes a migrated database ready for use: the queue, the course, and what else is asked for. Doing it twice changes nothing. */
export async function seedSite(options: {
  /** As the database's owner. */
  readonly databaseUrl: string;
  /** Makes the demo accounts: never on a site that others can reach. */
  readonly demo: boolean;
  /** Lets runners sign in to the database under their own role; absent: that is left as it is. */
  readonly runnerPassword?: string | undefined;
  /** Where the exercises lie; absent: in this repository. */
  readonly exercisesFolder?: string | undefined;
}): Promise<Seeded> {
  const { databaseUrl, demo, runnerPassword } = options;
  const folder = options.exercisesFolder ?? join(import.meta.dirname, "../../../exercises");
  await installQueue({ databaseUrl, runnerRole: RUNNER_ROLE });
  const packs = (await readCatalog(folder)).toSorted((a, b) => placeOf(a) - placeOf(b));
  const models = new Map(
    await Promise.all(packs.map(async ({ slug }) => [slug, await readModelSolutions(join(folder, slug))] as const)),
  );
  const db = openDatabase(databaseUrl);
  try {
    const changed = await publishCourse(db, { ...course, packs, models });
    if (demo) await seedDemoAccounts(db);
    if (runnerPassword !== undefined) await setRunnerPassword(db, runnerPassword);
    return { exercises: packs.map(({ slug }) => slug), changed, accounts: demo ? demoAccounts : [] };
  } finally {
    await db.$disconnect();
  }
}
