import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockstep, lockstepOn, solutionOf } from "./lockstep.ts";

function openFolder() {
  const path = mkdtempSync(join(tmpdir(), "lockstep-own-editor-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** As `pnpm lockstep` runs in the checkout, typed in `folder`. */
const typedIn = (folder: string, script: string, ...args: readonly string[]) =>
  lockstepOn((file, ...rest) => ["env", [`INIT_CWD=${folder}`, `npm_lifecycle_event=${script}`, file, ...rest]], args);

test("a path is relative to where it was typed, not to where pnpm runs the script", async () => {
  using folder = openFolder();

  const made = await typedIn(folder.path, "lockstep", "get", "ticket-office", "--into", "office");
  writeFileSync(join(folder.path, "office/lockstep.json"), "{}");
  const tested = await typedIn(join(folder.path, "office"), "lockstep", "test");
  // Another script's: the path is one of the folder in which that runs, where there is no "office".
  const other = await typedIn(folder.path, "test", "test", "office");

  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(join(folder.path, "office/office.ts"))).toBe(true);
  expect(tested).toMatchObject({ code: 2, stderr: expect.stringContaining("does not say an exercise") });
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("has no lockstep.json") });
});

test("the hints are in a file of their own, each below a heading", async () => {
  using folder = openFolder();
  await lockstep("get", "ticket-office", "--into", folder.path);
  const read = (name: string) => readFileSync(join(folder.path, name), "utf8");

  for (const locale of ["en", "zh-CN"]) {
    expect(read(`statement.${locale}.md`)).not.toMatch(/^## (?:Hints|提示)/m);
    expect(read(`hints.${locale}.md`).match(/^## \d$/gm)).toEqual(["## 1", "## 2", "## 3"]);
  }
});

test("submit names the sites to which there is a session where there is none to the one that is meant", async () => {
  using folder = openFolder();
  mkdirSync(join(folder.path, "lockstep"));
  const session = { token: "session_token=x", email: "ann@lockstep.test" };
  writeFileSync(join(folder.path, "lockstep/sessions.json"), JSON.stringify({ "https://course.example": session }));
  writeFileSync(join(folder.path, "lockstep.json"), JSON.stringify({ exercise: "ticket-office", version: "1" }));
  writeFileSync(join(folder.path, "office.ts"), "export {};");

  const { code, stderr } = await lockstepOn(
    (file, ...rest) => ["env", [`XDG_CONFIG_HOME=${folder.path}`, file, ...rest]],
    ["submit", folder.path, "--site", "http://127.0.0.1:9"],
  );

  expect(code).toBe(2);
  expect(stderr).toContain("You are not signed in to http://127.0.0.1:9.");
  expect(stderr).toContain("`--site https://course.example`");
});

test("get makes a folder whose types are right, leaves alone the code that is there and renews the rest, and test grades it", async () => {
  using folder = openFolder();
  const into = join(folder.path, "office");

  const made = await lockstep("get", "ticket-office", "--into", into);
  const types = spawnSync(process.execPath, [
    join(import.meta.dirname, "../node_modules/typescript/bin/tsc"),
    "-p",
    into,
  ]);
  writeFileSync(join(into, "office.ts"), readFileSync(join(solutionOf("accepted/lock-in-finally"), "office.ts")));
  writeFileSync(join(into, "statement.en.md"), "as it was last year");
  const again = await lockstep("get", "ticket-office", "--into", into);
  const tested = await lockstep("test", into);

  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toContain(`pnpm lockstep test ${into}`);
  expect({ status: types.status, said: `${String(types.stdout)}${String(types.stderr)}` }).toEqual({
    status: 0,
    said: "",
  });
  expect(again.stdout).toMatch(/^Left as it was: office.ts. The rest is up to date.$/m);
  expect(readFileSync(join(into, "statement.en.md"), "utf8")).toContain("ticket");
  expect(tested).toMatchObject({ code: 0, stderr: "" });
  expect(tested.stdout).toMatch(/^accepted {2}/m);
  expect(tested.stdout).not.toContain("[hidden]");
});

test.each([
  { args: ["get"], says: "get needs one exercise." },
  { args: ["get", "no-such-exercise"], says: 'There is no exercise "no-such-exercise".' },
  { args: ["test", tmpdir()], says: "has no lockstep.json. Make the folder with `pnpm lockstep get <exercise>`" },
  { args: ["submit", "a", "b"], says: "Name one folder" },
  { args: ["sign-in", "--site", "ftp://somewhere"], says: '"ftp://somewhere" is no address of a site.' },
  {
    args: ["sign-in", "--site", "http://127.0.0.1:9", "--email", "ann@lockstep.test"],
    says: "http://127.0.0.1:9 does not answer.",
  },
])("$args is refused with what to do", async ({ args, says }) => {
  const { code, stderr } = await lockstep(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(says);
});
