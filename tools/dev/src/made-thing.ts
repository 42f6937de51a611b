import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "./paths.ts";

/** Something that is made from files of the checkout, and need not be made again before one of them has changed. */
export interface MadeThing {
  /** Files and folders, from the checkout's root. */
  readonly inputs: readonly string[];
  /** What is there when it has been made. */
  readonly output: string;
  /** Where we remember what it was made from. */
  readonly stamp: string;
}

/** Beside the checkout's own data, wherever LOCKSTEP_DATA points: what is made lies in the checkout. */
const stamps = join(repositoryRoot, ".data");

/** The editor: its own files, and the packages whose types it knows. */
export const editorBundle: MadeThing = {
  inputs: [
    "apps/web/editor",
    "apps/web/scripts",
    "apps/web/package.json",
    "packages/catalog/src/bundle.ts", // it lists them
    "packages/futures/src",
    "packages/memory/src",
    "packages/queue/src",
    "packages/sync/src",
    "packages/threading/src",
  ],
  output: join(repositoryRoot, "apps/web/public/monaco"),
  stamp: join(stamps, "editor-inputs"),
};

/** The database's client, which Prisma makes from the schema. */
export const databaseClient: MadeThing = {
  inputs: ["packages/db/prisma/schema.prisma", "packages/db/package.json", "pnpm-lock.yaml"],
  output: join(repositoryRoot, "packages/db/src/generated/client.ts"),
  stamp: join(stamps, "client-inputs"),
};

/**
 * The database of `dev`, migrated and with course and accounts. What was made goes with the folder, and so does the stamp.
 * @param folder Where the cluster lies.
 */
export function preparedDatabase(folder: string): MadeThing {
  const packages = ["auth", "catalog", "contracts", "db", "jobs"].map((name) => `packages/${name}/src`);
  return {
    inputs: ["exercises", "packages/db/prisma", "tools/seed/src", "pnpm-lock.yaml", ...packages],
    output: join(folder, "cluster"),
    stamp: join(folder, "prepared"),
  };
}

/** What was noted when it was made; undefined where it has to be made: never yet, or an input has changed since. */
export function noteOf({ inputs, output, stamp }: MadeThing): string | undefined {
  if (!existsSync(output) || !existsSync(stamp)) return undefined;
  const [hash = "", ...note] = readFileSync(stamp, "utf8").split("\n");
  return hash === hashOf(inputs) ? note.join("\n") : undefined;
}

/** Remembers that it has just been made, with a note for the next time. */
export function remember({ inputs, stamp }: MadeThing, note = ""): void {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${hashOf(inputs)}\n${note}`);
}

/** Of files and folders, from the checkout's root: equal content, equal hash. @throws {Error} where a file goes meanwhile */
export function hashOf(inputs: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesOf(join(repositoryRoot, input))))
    hash.update(file.slice(repositoryRoot.length)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== "generated")
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
    .toSorted();
}
