import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The two boot programs, each one file with everything it needs. */
export interface BootBundle {
  /** Path of the program to start in a box. It starts workers from the file beside it. */
  readonly supervisor: string;
  readonly worker: string;
  /** Of both files; the same sources have the same hash. */
  readonly hash: string;
}

/** Bundles the boot programs into `outDir` as `supervisor.mjs` and `worker.mjs`. */
export async function bundleBoot(outDir: string): Promise<BootBundle> {
  const boot = join(import.meta.dirname, "../boot");
  await build({
    entryPoints: { supervisor: join(boot, "supervisor.ts"), worker: join(boot, "worker.ts") },
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    keepNames: true,
    // Every worker keeps the text: without comments it is half as long, and no letter in one makes all of it two bytes wide.
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const supervisor = join(outDir, "supervisor.mjs");
  const worker = join(outDir, "worker.mjs");
  const hash = createHash("sha256");
  for (const path of [supervisor, worker]) hash.update(await readFile(path)).update("\0");
  return { supervisor, worker, hash: hash.digest("hex") };
}
