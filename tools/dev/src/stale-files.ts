import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, searchPath } from "./paths.ts";

/**
 * Looks whether what is generated and committed is up to date: the migrations with the schema; and that the lock file is fit to
 * be shared. Empty where all is well.
 */
export function staleGeneratedFiles(): string {
  return [lockFile(), migrations()].filter((problem) => problem !== "").join("\n");
}

/** That it fits every package.json is seen by `pnpm install` itself, which is frozen in CI. */
function lockFile(): string {
  const lock = readFileSync(join(repositoryRoot, "pnpm-lock.yaml"), "utf8");
  if (/https?:\/\//.test(lock)) return "pnpm-lock.yaml names the address of a registry; it must not.";
  return "";
}

/** Compares the schema with what the migrations make of an empty database. */
function migrations(): string {
  const cwd = join(repositoryRoot, "packages/db");
  const diff = ["prisma", "migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema"];
  const command = ["--throw-away", "--", ...diff, "prisma/schema.prisma", "--exit-code"];
  const done = spawnSync("with-db", command, {
    cwd,
    env: { ...process.env, PATH: searchPath(cwd), CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  if (done.status === 0) return "";
  return `prisma/schema.prisma and prisma/migrations differ (make a migration):\n${done.stdout}${done.stderr}`;
}
