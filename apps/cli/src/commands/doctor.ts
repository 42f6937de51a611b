import { inspectSandbox } from "@lockstep/sandbox";
import { ExitCode } from "../exit-code.ts";

const MARKS = { ok: "✓", degraded: "~", missing: "✗" } as const;

/** Says what of the sandbox works here. */
export async function doctor(): Promise<number> {
  const layers = await inspectSandbox();
  for (const { layer, state, detail, fix } of layers) {
    process.stdout.write(`${MARKS[state]} ${layer.padEnd(16)} ${detail}\n`);
    if (fix !== null) process.stdout.write(`  ${"".padEnd(16)} do: ${fix}\n`);
  }
  if (!layers.some((layer) => layer.state === "missing")) return ExitCode.ok;
  process.stdout.write(
    "\nSubmissions can't be graded on this machine until this is mended. Nothing is run without a sandbox.\n",
  );
  return ExitCode.noSandbox;
}
