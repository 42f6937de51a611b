import { delimiter, join, resolve } from "node:path";

/** The checkout. */
export const repositoryRoot = join(import.meta.dirname, "../../..");

/** What a machine keeps for itself: the development database, secrets, the lock of `dev`. LOCKSTEP_DATA moves it. */
export const dataFolder = resolve(process.env["LOCKSTEP_DATA"] || join(repositoryRoot, ".data"));

/** A search path on which a workspace folder's own commands come first, as in a script that pnpm runs. */
export function searchPath(folder: string): string {
  return [join(folder, "node_modules/.bin"), join(repositoryRoot, "node_modules/.bin"), process.env["PATH"] ?? ""].join(
    delimiter,
  );
}
