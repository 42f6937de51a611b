import { type Auth, createAuth, RateLimit } from "@lockstep/auth";
import { type Database, isReady as isDatabaseReady, openDatabase } from "@lockstep/db";
import { openProgressListener, openQueue } from "@lockstep/jobs";
import type { Context, Services } from "./init.ts";
import type { ProcedureLog } from "./procedure-log.ts";
import { Watchers } from "./student/watchers.ts";

const READY_WITHIN_MS = 2_000;
/** A page saves once a second at most; a student may have two of them open. */
const DRAFT_SAVES = { most: 150, windowMs: 60_000 } as const;

/** Opens the connections of one process. Close them with `closeServices`. */
export async function openServices(options: {
  readonly databaseUrl: string;
  /** Signs cookies. */
  readonly authSecret: string;
  /** Where browsers find the site, such as `https://lockstep.example.org`. */
  readonly baseUrl: string;
  /** Told of each call of a procedure. */
  readonly log: ProcedureLog;
}): Promise<Services> {
  const db: Database = openDatabase(options.databaseUrl);
  const auth: Auth = createAuth({ db, secret: options.authSecret, baseUrl: options.baseUrl });
  const queue = await openQueue({ databaseUrl: options.databaseUrl });
  const progress = openProgressListener(options.databaseUrl);
  const draftSaves = new RateLimit(DRAFT_SAVES);
  return { db, auth, queue, progress, log: options.log, draftSaves, watchers: new Watchers() };
}

/** Whether requests can be served: the database answers within two seconds, with the tables this code needs. */
export async function isReady({ db }: Services): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), READY_WITHIN_MS);
  try {
    return await Promise.race([isDatabaseReady(db), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends every connection. */
export async function closeServices(services: Services): Promise<void> {
  await services.progress.close();
  await services.queue.close();
  await services.db.$disconnect();
}

/** The context of one request: who asks stands in the session cookie of `headers`. */
export async function createContext(services: Services, headers: Headers): Promise<Context> {
  return { ...services, viewer: (await services.auth.sessionOf(headers))?.user ?? null };
}
