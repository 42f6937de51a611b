import type { Operation } from "./operation.ts";

/** Sites of all functions of the program that were being called when an operation was asked for, the innermost first. */
export function sitesOf({ local }: Operation): readonly number[] {
  return local && "addTo" in local ? local.programSites : [];
}

/** Where in the program an operation was asked for; -1 where that isn't said. */
export function siteOf({ local }: Operation): number {
  return local && "addTo" in local ? local.programSite : -1;
}
