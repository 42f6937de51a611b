import { failureOf, openServices, type Services } from "@lockstep/api";
import { webEnv } from "@lockstep/env";
import { WebLog } from "./web-log.ts";

// The development server loads modules anew on every change; the connections must outlive that.
const kept = globalThis as typeof globalThis & { lockstepServices?: Promise<Services> | undefined };

/** The log of this process. */
export function webLog(): WebLog {
  return new WebLog(webEnv().log, (line) => void process.stdout.write(`${line}\n`));
}

/** The connections of this process, opened once. A failed opening is tried again by the next request. */
export function services(): Promise<Services> {
  kept.lockstepServices ??= openServices({ ...webEnv(), log: webLog().procedure }).catch((error: unknown) => {
    kept.lockstepServices = undefined;
    webLog().failed("Opening the connections", failureOf(error));
    throw error;
  });
  return kept.lockstepServices;
}
