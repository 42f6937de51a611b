import { build } from "esbuild";
import { join } from "node:path";

/** The two boot programs, each one file with everything it needs. */
export interface BootBundle {
  readonly supervisor: string;
  readonly worker: string;
}

/** Bundles the boot programs into `outDir` as `supervisor.mjs` and `worker.mjs`; answers their paths. */
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
    legalComments: "none",
    logLevel: "silent",
  });
  return { supervisor: join(outDir, "supervisor.mjs"), worker: join(outDir, "worker.mjs") };
}
