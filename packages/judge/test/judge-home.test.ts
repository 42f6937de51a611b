import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeHome, socketIn, sweepHomes } from "../src/judge-home.ts";

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), "lockstep-test-homes-"))));
afterEach(() => rmSync(parent, { recursive: true }));

test("is open to its owner only: hidden tests lie in it", () => {
  expect(statSync(makeHome(parent)).mode & 0o077).toBe(0);
});

test("is removed when its grader was killed", async () => {
  const home = makeHome(parent);
  const script = `require("net").createServer().listen(${JSON.stringify(socketIn(home))}, () => console.log("listening"))`;
  const grader = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(grader.stdout, "data");
  grader.kill("SIGKILL");
  await once(grader, "exit");

  await sweepHomes(parent);

  expect(existsSync(home)).toBe(false);
});

test("stays while its grader listens", async () => {
  const home = makeHome(parent);
  const server = createServer().listen(socketIn(home));
  await once(server, "listening");

  await sweepHomes(parent);

  expect(existsSync(home)).toBe(true);
  server.close();
});

test("stays while it is made, but not for ever", async () => {
  const [fresh, old] = [makeHome(parent), makeHome(parent)];
  utimesSync(old, new Date(0), new Date(0));

  await sweepHomes(parent);

  expect([existsSync(fresh), existsSync(old)]).toEqual([true, false]);
});
