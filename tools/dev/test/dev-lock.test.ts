import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AlreadyRunningError, takeDevLock } from "../src/dev-lock.ts";
import { openFolder } from "./command.ts";

test("tells the second one who holds it, and is free after the release", () => {
  using folder = openFolder();
  const file = join(folder.path, "data/dev.lock");
  const lock = takeDevLock(file, "http://localhost:3000");

  expect(lock.tookOver).toBe(false);
  expect(() => takeDevLock(file, "http://localhost:4000")).toThrow(AlreadyRunningError);
  expect(() => takeDevLock(file, "http://localhost:4000")).toThrow(
    `at http://localhost:3000 (to end it: kill ${process.pid})`,
  );
  lock.release();

  expect(existsSync(file)).toBe(false);
  expect(() => takeDevLock(file, "http://localhost:4000")).not.toThrow();
});

test.each([
  { whose: "a process that is gone", text: JSON.stringify({ pid: 2 ** 22 + 1, began: "1", address: "a" }) },
  { whose: "a pid that is somebody else's now", text: JSON.stringify({ pid: process.pid, began: "1", address: "a" }) },
  { whose: "nobody: half written", text: '{"pid":1' },
])("is taken over from $whose", ({ text }) => {
  using folder = openFolder();
  const file = join(folder.path, "dev.lock");
  writeFileSync(file, text);

  expect(takeDevLock(file, "http://localhost:3000").tookOver).toBe(true);
});

test("of many who find the same stale lock at once, one gets it", async () => {
  using folder = openFolder();
  const file = join(folder.path, "dev.lock");
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, began: "1", address: "a" }));
  const program = join(import.meta.dirname, "../src/dev-lock.ts");
  const code = `
    const { takeDevLock } = await import(${JSON.stringify(program)});
    process.stdout.write("ready;");
    process.stdin.once("data", () => {
      try { takeDevLock(${JSON.stringify(file)}, "b"); process.stdout.write("taken;"); } catch { process.stdout.write("refused;"); }
    });`;
  const takers = Array.from({ length: 6 }, () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["pipe", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += String(chunk)));
    return { child, said: () => said };
  });
  const saying = (pattern: RegExp) =>
    expect.poll(() => takers.every(({ said }) => pattern.test(said())), wait).toBe(true);
  const wait = { timeout: 60_000 };
  try {
    await saying(/ready/);
    for (const { child } of takers) child.stdin.write("go\n");
    await saying(/taken|refused/);

    expect(takers.filter(({ said }) => said().includes("taken"))).toHaveLength(1);
  } finally {
    for (const { child } of takers) child.kill("SIGKILL");
  }
});
