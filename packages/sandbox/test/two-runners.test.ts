import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

/**
 * A process that leases cores of one machine as a runner does, again and again. While it has a core, a file of that core's
 * is its own: whoever finds it there has been given the same core.
 */
const RUNNER = `
  import { closeSync, openSync, unlinkSync } from "node:fs";
  import { setTimeout as pause } from "node:timers/promises";
  import { Cores } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "../src/cores.ts")).href)};
  const [folder, wanted] = process.argv.slice(-2);
  let held = 0;
  for (let turn = 0; turn < 8; turn++) {
    const cores = new Cores([0, 1, 2], folder);
    const lease = await cores.acquire(undefined, Number(wanted));
    const files = lease.cores.map((core) => folder + "/held-" + core);
    for (const file of files) closeSync(openSync(file, "wx"));
    held += lease.cores.length;
    await pause(3);
    for (const file of files) unlinkSync(file);
    lease.release();
    cores.close();
  }
  console.log(held);`;

async function runner(folder: string, wanted: number): Promise<{ readonly code: unknown; readonly said: string }> {
  const args = ["--input-type=module", "-e", RUNNER, "--", folder, String(wanted)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const [code] = await once(child, "close");
  return { code, said: said.trim() };
}

test("three processes on one machine never have the same core at once, whether they want one core or several", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-test-runners-"));
  try {
    const ends = await Promise.all([1, 2, 2].map((wanted) => runner(folder, wanted)));
    expect(ends).toEqual([
      { code: 0, said: "8" },
      { code: 0, said: "16" },
      { code: 0, said: "16" },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
