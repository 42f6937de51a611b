import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "./paths.ts";

/** vitest's `globalSetup`: brings the database of DATABASE_URL to the newest migration. */
export default function migrate(): void {
  const cwd = join(repositoryRoot, "packages/db");
  const done = spawnSync(join(cwd, "node_modules/.bin/prisma"), ["migrate", "deploy"], { cwd, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`prisma migrate deploy failed:\n${done.stdout}${done.stderr}`);
}
