import { type Database, findStandings } from "@lockstep/db";
import type { Standing } from "../views.ts";

/** How far the student is, for each exercise that was submitted at least once. */
export function readStandings(db: Database, studentId: string): Promise<readonly Standing[]> {
  return findStandings(db, studentId);
}
