import { type Database, listRunners } from "@lockstep/db";
import type { GradedNow } from "../views.ts";

/** Whether anybody could grade a submission that waits. Nothing about which machines there are. */
export async function whetherGradedNow(db: Database): Promise<GradedNow> {
  const here = (await listRunners(db)).filter(({ lost }) => !lost);
  if (here.some(({ backend }) => backend !== null)) return { ready: true, trouble: null };
  const trouble = here.find((runner) => runner.trouble !== null)?.trouble ?? null;
  return { ready: false, trouble };
}
