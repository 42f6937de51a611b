import type { ThreadStart } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";

/** How threads are started here. Set by the worker that runs the program. */
export interface Surroundings {
  readonly host: ModuleHost;
  start(start: ThreadStart): void;
}

let surroundings: Surroundings | null = null;

export function surround(by: Surroundings): void {
  surroundings = by;
}

/** Null where nothing serves threads. */
export function surroundingsHere(): Surroundings | null {
  return surroundings;
}
