import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { confineCommand } from "../src/index.ts";

const source = (name: string) => JSON.stringify(join(import.meta.dirname, "../src", name));

/** Has launched what has a child that outlives it, as bubblewrap's does in its first milliseconds; says who they are. */
const HOLDER = `
import { spawn } from "node:child_process";
import { guarded } from ${source("launch-guard.ts")};
guarded(() => spawn("/bin/sh", ["-c", 'sleep 600 & echo $$ $!; wait'], { stdio: ["ignore", "inherit", "ignore"], detached: true }));
console.log("guarded");
setInterval(() => {}, 1000);
`;

test.each(["SIGKILL", "SIGTERM"] as const)(
  "what a launcher has just started ends with us, though it has not asked for that, when we end by %s",
  async (signal) => {
    const holder = spawn(process.execPath, ["--input-type=module-typescript", "-e", HOLDER], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    const said: string[] = [];
    createInterface({ input: holder.stdout }).on("line", (line) => said.push(line));
    await expect.poll(() => said.length, { timeout: 30_000 }).toBe(2); // the launcher's line and "guarded", in any order
    const [launcher = 0, orphan = 0] = said.join(" ").match(/\d+/g)?.map(Number) ?? [];
    expect([launcher, orphan].every((pid) => isAlive(pid))).toBe(true);

    const exit = once(holder, "exit");
    process.kill(-(holder.pid ?? 0), signal);
    await exit;

    await expect.poll(() => [launcher, orphan].some((pid) => isAlive(pid)), { timeout: 30_000 }).toBe(false);
  },
);

test("a confined command is in a group of its own, so that no signal to ours ends bubblewrap alone", () => {
  const child = confineCommand({ command: [process.execPath, "-e", "0"], readOnly: [], writable: [], env: {} }).spawn();
  const pid = child.pid ?? 0;

  expect(groupOf(pid)).toBe(pid);
});

/** Runs, and is no zombie. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

function groupOf(pid: number): number {
  return Number(/^\d+ \(.*\) \S \d+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1]);
}
