import { type Auth, createAuth } from "@lockstep/auth";
import { type Database, openDatabase } from "@lockstep/db";
import { openProgressListener, openQueue } from "@lockstep/jobs";
import type { Context, Services } from "./init.ts";

/** Opens the connections of one process. Close them with `closeServices`. */
export async function openServices(options: {
  readonly databaseUrl: string;
  /** Signs cookies. */
  readonly authSecret: string;
  /** Where browsers find the site, such as `https://lockstep.example.org`. */
  readonly baseUrl: string;
}): Promise<Services> {
  const db: Database = openDatabase(options.databaseUrl);
  const auth: Auth = createAuth({ db, secret: options.authSecret, baseUrl: options.baseUrl });
  const queue = await openQueue({ databaseUrl: options.databaseUrl });
  return { db, auth, queue, progress: openProgressListener(options.databaseUrl) };
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
