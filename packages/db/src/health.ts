import type { Database } from "./database.ts";

/** Whether the database answers, and has the tables of the newest migration that this code needs. */
export async function isReady(db: Database): Promise<boolean> {
  try {
    await db.runner.findFirst({ select: { id: true } });
    return true;
  } catch {
    return false;
  }
}
