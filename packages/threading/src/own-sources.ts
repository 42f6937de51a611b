import { readdirSync } from "node:fs";
import { readJavaScript } from "./without-types.ts";

const folders = ["memory", "sync", "threading", "queue", "futures"].map(
  (name) => new URL(`../../${name}/src/`, import.meta.url).href,
);

/** Whether a module is one of the primitives'. By folder, since this package may not depend on all of them. */
export function isOwnSource(url: string): boolean {
  return folders.some((folder) => url.startsWith(folder));
}

const read = new Map<string, ReadonlyMap<string, string>>();

/** The text of our packages as JavaScript, by address: of those that every worker needs, and of those that have one of these modules. */
export function ownSources(modules: readonly string[]): ReadonlyMap<string, string> {
  const wanted = folders.filter(
    (folder) => /\/(?:memory|threading)\/src\/$/.test(folder) || modules.some((url) => url.startsWith(folder)),
  );
  return new Map(wanted.flatMap((folder) => [...sourcesIn(folder)]));
}

/** Read once for all programs of this process. */
function sourcesIn(folder: string): ReadonlyMap<string, string> {
  const known = read.get(folder);
  if (known) return known;
  const names = readdirSync(new URL(folder)).filter((name) => name.endsWith(".ts"));
  const sources = new Map(names.map((name) => [folder + name, readJavaScript(folder + name)]));
  read.set(folder, sources);
  return sources;
}
