import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Folder in a `bench` folder whose `package.json` names the libraries that stand beside ours. They are no dependencies. */
const PEERS = "peers";

/** Installs what `bench/peers/package.json` names, where there is one. @throws when npm fails */
export function installPeers(benchFolder: string): void {
  const folder = join(benchFolder, PEERS);
  if (!existsSync(join(folder, "package.json"))) return;
  const flags = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"];
  const done = spawnSync("npm", ["install", ...flags], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (done.status !== 0)
    throw new Error(`npm install failed in ${folder}${done.error ? `: ${done.error.message}` : ""}`);
}

/**
 * Loads a library that stands beside ours; null where it is not installed (`--with-peers` installs it).
 * @param benchFolder `import.meta.dirname` of the benchmark.
 */
export async function loadPeer(benchFolder: string, name: string): Promise<Readonly<Record<string, unknown>> | null> {
  const folder = join(benchFolder, PEERS);
  if (!existsSync(join(folder, "node_modules", name))) return null;
  return import(pathToFileURL(createRequire(join(folder, "package.json")).resolve(name)).href);
}
