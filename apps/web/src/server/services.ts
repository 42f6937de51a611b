import { openServices, type Services } from "@lockstep/api";
import { webEnv } from "@lockstep/env";

// The development server loads modules anew on every change; the connections must outlive that.
const kept = globalThis as typeof globalThis & { lockstepServices?: Promise<Services> | undefined };

/** The connections of this process, opened once. A failed opening is tried again by the next request. */
export function services(): Promise<Services> {
  kept.lockstepServices ??= openServices(webEnv()).catch((error: unknown) => {
    kept.lockstepServices = undefined;
    throw error;
  });
  return kept.lockstepServices;
}
