import { canAnybodyGrade, type Database } from "@lockstep/db";
import type { GradedNow } from "../views.ts";

/** Whether anybody could grade a submission that waits. Nothing about which machines there are, nor what they say. */
export async function whetherGradedNow(db: Database): Promise<GradedNow> {
  return { ready: await canAnybodyGrade(db) };
}
