import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { processCpuTimeMs, SystemCallError } from "../src/index.ts";

const MS_PER_MICROSECOND = 1e-3;
function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * MS_PER_MICROSECOND;
}

it("reads this process's account between two looks of its own", () => {
  const before = ownMs();
  const seen = processCpuTimeMs(process.pid);
  expect(seen).toBeGreaterThanOrEqual(before - MS_PER_MICROSECOND);
  expect(seen).toBeLessThanOrEqual(ownMs() + MS_PER_MICROSECOND);
});

it(
  "reads a child's account, which grows while it works and stands still while it waits",
  { timeout: 60_000 },
  async () => {
    const program = `
    process.stdin.on("data", (turns) => {
      let x = 1;
      for (let i = 0; i < Number(turns); i++) x = (x * 75 + 74) % 65537;
      const { user, system } = process.cpuUsage();
      require("node:fs").writeSync(1, (user + system) / 1000 + " " + x + "\\n");
    });`;
    const child = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (turns: number) => {
      child.stdin.write(String(turns));
      const line: string = (await lines.next()).value ?? "";
      return { saysMs: Number(line.split(" ")[0]), seenMs: processCpuTimeMs(child.pid ?? 0) };
    };
    const first = await ask(1);
    const second = await ask(5_000_000);
    expect(second.seenMs - first.seenMs).toBeGreaterThanOrEqual(0.9 * (second.saysMs - first.saysMs));
    // What it does after its own look is its way back to sleep.
    expect(second.seenMs).toBeGreaterThanOrEqual(second.saysMs - 2 * MS_PER_MICROSECOND);
    child.kill("SIGKILL");
    await once(child, "exit");
  },
);

it("of a process that isn't there is refused by name", () => {
  expect(() => processCpuTimeMs(2 ** 22 + 1)).toThrow(new SystemCallError("clock_gettime", "EINVAL"));
});
