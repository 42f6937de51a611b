import { spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

/** Runs a module in a process that has inherited a descriptor high up, where Node does not mark it close-on-exec. */
async function withLeak(script: string): Promise<unknown> {
  const leak = openSync("/dev/zero", "r");
  try {
    const stdio: StdioOptions = [
      "ignore",
      "pipe",
      "inherit",
      ...Array.from({ length: 47 }, (): "ignore" => "ignore"),
      leak,
    ];
    const shell = 'fd=3; while [ $fd -lt 50 ]; do eval "exec $fd>&-"; fd=$((fd + 1)); done; exec "$@"';
    const child = spawn(
      "/bin/bash",
      ["--norc", "-c", shell, "bash", process.execPath, "--input-type=module", "-e", script],
      { stdio },
    );
    const [said] = await Promise.all([child.stdout ? text(child.stdout) : "", once(child, "exit")]);
    return JSON.parse(said);
  } finally {
    closeSync(leak);
  }
}

const source = (file: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);

describe("descriptors", () => {
  it("A5: a descriptor that the runner has inherited is not open in a box", async () => {
    const inBox = `import { attack, observed, openRig } from ${source("box-rig.ts")};
      const rig = await openRig(); const found = observed(await rig.run(attack("a5-descriptors"), { input: null })); await rig.close();
      console.log(JSON.stringify(found.map((open) => open.descriptor)));`;
    const open = await withLeak(inBox);
    expect(open).toEqual(expect.arrayContaining([0, 1, 2, 3]));
    expect(open).not.toContain(50);
    // Control: it is inherited by an ordinary child of the same process.
    const child = `import { spawnSync } from "node:child_process";
      const seen = spawnSync(process.execPath, ["-e", "try { require('fs').fstatSync(50); console.log(true) } catch { console.log(false) }"], { encoding: "utf8" });
      console.log(seen.stdout);`;
    expect(await withLeak(child)).toBe(true);
  });
});
