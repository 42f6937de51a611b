import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { badFolders, badPrograms, badTexts, honestText } from "./bad-input.ts";
import { type CallResult, lockstepOn, openOffice } from "./lockstep.ts";

/** A folder of one test's own; gone with `using`. */
function openHome(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "lockstep-cli-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** Grades with a temporary folder of its own; what is left in it, or of its boxes, is left behind. */
async function grade(path: string, ...more: readonly string[]): Promise<CallResult & { left: readonly string[] }> {
  using home = openHome();
  const temporary = home.path;
  let pid = 0;
  const asUser = (file: string, ...args: readonly string[]) => ["env", [`TMPDIR=${temporary}`, file, ...args]] as const;
  const called = await lockstepOn(asUser, ["grade", "ticket-office", path, ...more], (child) => (pid = child.pid ?? 0));
  return { ...called, left: [...readdirSync(temporary), ...mountsBelow(temporary), ...groupsOf(pid)] };
}

const mountsBelow = (folder: string) =>
  readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(folder));

/** Control groups of boxes that this process has started; a group with a living process can't be removed. */
function groupsOf(pid: number): string[] {
  const mounts = ["memory", "pids", "cpuacct", "unified", ""].map((name) => join("/sys/fs/cgroup", name));
  return mounts.flatMap((mount) => findGroups(mount, `lockstep-${pid}-`, 3));
}

function findGroups(folder: string, prefix: string, depth: number): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => [
        ...(name.startsWith(prefix) ? [join(folder, name)] : []),
        ...(depth > 0 ? findGroups(join(folder, name), prefix, depth - 1) : []),
      ]);
  } catch {
    return []; // not there, or gone meanwhile
  }
}

/** Nothing of a submission can steer the terminal it is shown on. */
const steering = /(?![\n\t])[\p{Cc}\p{Cf}]/u;

describe("is no submission:", () => {
  test.each(badFolders)("$what", async ({ fill, code, says }) => {
    using home = openHome();
    const folder = join(home.path, "submission");
    mkdirSync(folder);
    fill(folder);
    const { stderr, ...called } = await grade(folder);

    expect(called).toMatchObject({ code, stdout: "", left: [] });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(steering);
  });
});

describe("is graded, and nothing of it is left:", () => {
  test.each([...badTexts, ...badPrograms])("$what", async ({ text, code, says }) => {
    using office = openOffice(text);
    const { stdout, ...called } = await grade(office.path, "--run");

    expect(called).toMatchObject({ code, stderr: "", left: [] });
    expect(stdout).toMatch(says);
    expect(stdout).not.toMatch(steering);
  });
});

test(
  "the honest one afterwards is accepted, type error and all, and nothing of it is left",
  { concurrent: false },
  async () => {
    using office = openOffice(honestText);
    expect(await grade(office.path, "--run")).toMatchObject({ code: 0, stderr: "", left: [] });
  },
);
