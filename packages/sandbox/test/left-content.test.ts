import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sweepContent } from "../src/descriptors.ts";
import { ownedName } from "../src/owned-name.ts";

/** A runner that is killed just when it has made a folder for what a box is to be handed. */
const KILLED = `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  import { withContent } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "../src/descriptors.ts")).href)};
  fs.writeFileSync = () => process.kill(process.pid, "SIGKILL");
  syncBuiltinESMExports();
  withContent(Buffer.from("content"), () => undefined);`;

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "lockstep-test-left-"));
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

test("what a killed runner was handing to a box is removed by the next start, and a living one's is left alone", async () => {
  const killed = spawn(process.execPath, ["--input-type=module", "-e", KILLED], { stdio: "inherit" });
  expect((await once(killed, "exit"))[1]).toBe("SIGKILL");
  expect(readdirSync(temporary)).toHaveLength(1);
  const ours = ownedName("content-abc");
  mkdirSync(join(temporary, ours));

  sweepContent();

  expect(readdirSync(temporary)).toEqual([ours]);
});
