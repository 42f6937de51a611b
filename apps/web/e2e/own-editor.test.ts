import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot, searchPath } from "@lockstep/dev";
import { expect, onTestFinished, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { useBrowser } from "./browser.ts";
import { solutionFolder } from "./texts.ts";

const browser = useBrowser();
const cwd = join(repositoryRoot, "apps/cli");

test("who works with an editor of their own submits from there, and finds it on the site", async () => {
  const visit = await browser.visit();
  const { email, password } = await signUpQuietly(visit);
  const home = mkdtempSync(join(tmpdir(), "lockstep-own-editor-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const folder = join(home, "office");
  const lockstep = (args: readonly string[], input = "") => {
    const env = { ...process.env, PATH: searchPath(cwd), XDG_CONFIG_HOME: home };
    const { status, stdout, stderr } = spawnSync("node", ["src/main.ts", ...args], {
      cwd,
      env,
      input,
      encoding: "utf8",
    });
    return { status, said: `${stdout}${stderr}` };
  };
  const site = ["--site", visit.address];

  expect(lockstep(["get", "ticket-office", "--into", folder])).toMatchObject({ status: 0 });
  const before = lockstep(["submit", folder, ...site]);
  const refused = lockstep(["sign-in", ...site, "--email", email], "not the password\n");
  const signedIn = lockstep(["sign-in", ...site, "--email", email], `${password}\n`);
  const starter = lockstep(["submit", folder, ...site]);
  cpSync(join(solutionFolder("accepted/lock-in-finally"), "office.ts"), join(folder, "office.ts"));
  const right = lockstep(["submit", folder, ...site]);

  expect(before).toEqual({ status: 2, said: expect.stringContaining("You are not signed in") });
  expect(refused).toEqual({
    status: 2,
    said: expect.stringContaining("knows no account with this e-mail and password"),
  });
  expect(signedIn).toEqual({ status: 0, said: expect.stringContaining(`as ${email}`) });
  expect(statSync(join(home, "lockstep/sessions.json")).mode & 0o077).toBe(0);
  expect(readFileSync(join(home, "lockstep/sessions.json"), "utf8")).not.toContain(password);
  expect(starter).toEqual({ status: 1, said: expect.stringContaining("wrong-answer, ") });
  expect(right).toEqual({ status: 0, said: expect.stringMatching(/^accepted {2}13 of 13 points/m) });
  await visit.open("/en/submissions");
  await visit.page.locator('.submission-line [data-verdict="accepted"]').waitFor();
  expect(visit.problems).toEqual([]);
});
