import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Writes file after file, and ends when its folder is gone: as `initdb` does. */
const WRITER = 'mkdir "$1/data"; i=0; while touch "$1/data/$i" 2>/dev/null; do i=$((i+1)); done';
const GUARDED = `
  import { startWatchdog } from ${JSON.stringify(join(import.meta.dirname, "../src/watchdog.ts"))};
  startWatchdog().remove(process.argv[1]);
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 300);`;

test("a folder into which something still writes is gone in the end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-watched-"));
  const writers = [1, 2, 3].map(() => spawn("sh", ["-c", WRITER, "sh", folder], { stdio: "ignore" }));
  try {
    spawn(process.execPath, ["--input-type=module", "-e", GUARDED, folder], { stdio: "ignore" });

    await expect.poll(() => existsSync(folder), { timeout: 60_000 }).toBe(false);
  } finally {
    for (const writer of writers) writer.kill("SIGKILL");
  }
});
