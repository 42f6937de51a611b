import { build } from "esbuild";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Programs of a joint in a folder of their own, as a sandbox takes them; `remove` takes the folder away. */
export interface JointPrograms {
  readonly boot: readonly string[];
  remove(): void;
}

const common = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  keepNames: true,
  logLevel: "silent",
} as const;

/** Bundles the module whose `joint` is called in a box, and what it starts beside it. */
export async function bundleJoint(name: string, ...others: readonly string[]): Promise<JointPrograms> {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-joint-"));
  const contents = `import { serveJoint } from "./box-channel.ts"; await serveJoint(() => import("./${name}.ts"));`;
  const supervisor = join(folder, "supervisor.mjs");
  await build({ ...common, stdin: { contents, resolveDir: import.meta.dirname }, outfile: supervisor });
  const beside = others.map((other) => ({ source: join(import.meta.dirname, `${other}.ts`), name: `${other}.mjs` }));
  for (const { source, name: file } of beside)
    await build({ ...common, entryPoints: [source], outfile: join(folder, file) });
  return {
    boot: [supervisor, ...beside.map(({ name: file }) => join(folder, file))],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
