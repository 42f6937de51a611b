import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockstep, solutionOf } from "./lockstep.ts";

function openFolder() {
  const path = mkdtempSync(join(tmpdir(), "lockstep-own-editor-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

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
