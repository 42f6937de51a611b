import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confineCommand } from "../src/confined-command.ts";
import { endLaunched } from "../src/end-launched.ts";

const LOOK = `
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
const attempt = (act) => { try { return act() ?? "done"; } catch (error) { return error.code; } };
const [repository, home] = process.argv.slice(1);
const socket = require("node:net").connect(1, "1.1.1.1").on("error", (error) => console.log(JSON.stringify({
  network: error.code,
  env: Object.keys(process.env).toSorted(),
  secret: attempt(() => readFileSync(repository + "/.env", "utf8")),
  git: attempt(() => readdirSync(repository + "/.git")),
  data: attempt(() => readdirSync(repository + "/.data")),
  file: attempt(() => readFileSync(repository + "/file", "utf8")),
  processes: attempt(() => readdirSync("/proc").filter((name) => /^\\d+$/.test(name))),
  root: attempt(() => readdirSync("/root")),
  homes: attempt(() => readdirSync("/home")),
  shadow: attempt(() => readFileSync("/etc/shadow")),
  intoRepository: attempt(() => writeFileSync(repository + "/new", "x")),
  intoHome: attempt(() => writeFileSync(home + "/new", "x")),
  intoTmp: attempt(() => writeFileSync("/tmp/new", "x")),
  intoUsr: attempt(() => writeFileSync("/usr/new", "x")),
})));`;

describe("a confined command", () => {
  let repository: string;
  let home: string;
  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), "lockstep-test-repository-"));
    home = mkdtempSync(join(tmpdir(), "lockstep-test-home-"));
    for (const folder of [".git", ".data"]) {
      mkdirSync(join(repository, folder));
      writeFileSync(join(repository, folder, "secret"), "secret");
    }
    for (const file of [".env", "file"]) writeFileSync(join(repository, file), file);
  });
  afterEach(() => {
    for (const folder of [repository, home]) rmSync(folder, { recursive: true, force: true });
  });
  const confine = (...args: string[]) =>
    confineCommand({
      command: [process.execPath, "-e", ...args],
      readOnly: [repository],
      writable: [home],
      env: { GIVEN: "1" },
    }).spawn();

  it("leaves nothing when it is ended while it starts, at whatever moment", async () => {
    for (let delayMs = 0; delayMs < 20; delayMs += 0.5) {
      const child = confine("setInterval(() => 0, 1000)");
      const untilMs = performance.now() + delayMs;
      while (performance.now() < untilMs);
      endLaunched(child);
      const [, signal] = await once(child, "close"); // waits for whoever still holds its streams
      expect(signal).toBe("SIGKILL");
    }
  }, 120_000);

  it("sees no network, no secret, no home, no other process and no environment but the given", async () => {
    process.env["LOCKSTEP_TEST_CANARY"] = "canary";
    const child = confine(LOOK, repository, home);
    expect(JSON.parse(child.stdout ? await text(child.stdout) : "")).toEqual({
      network: "ENETUNREACH",
      env: ["GIVEN", "HOME", "LANG", "PATH", "PWD", "TMPDIR"],
      secret: "EACCES",
      git: [],
      data: [],
      file: "file",
      processes: [],
      root: "ENOENT",
      homes: ["judge"],
      shadow: "ENOENT",
      intoRepository: "EROFS",
      intoHome: "done",
      intoTmp: "done",
      intoUsr: "EROFS",
    });
    expect(readFileSync(join(home, "new"), "utf8")).toBe("x");
    expect(existsSync("/tmp/new")).toBe(false);
  });

  it("talks with us over a unix socket in its writable folder", async () => {
    const server = createServer((socket) => socket.end("hello")).listen(join(home, "socket"));
    await once(server, "listening");
    const child = confine(`require("node:net").connect(process.argv[1]).pipe(process.stdout)`, join(home, "socket"));
    expect(child.stdout ? await text(child.stdout) : "").toBe("hello");
    server.close();
  });

  it("dies with all its processes when it is killed", async () => {
    const beat = `const { spawn } = require("node:child_process"); const { writeFileSync } = require("node:fs");
      if (process.argv[2] === undefined) spawn(process.execPath, ["-e", process.argv[1], process.argv[1], "x"], { detached: true, stdio: "ignore" });
      else setInterval(() => writeFileSync(process.argv[3], String(Date.now())), 10);
      setInterval(() => {}, 1000);`;
    const file = join(home, "beat");
    const child = confine(beat.replace('"x"]', `"x", ${JSON.stringify(file)}]`), beat.replace('"x"]', '"x"]'));
    while (!existsSync(file)) await pause(20);
    child.kill("SIGKILL");
    await once(child, "exit");
    // Its first process ends the namespace a moment after the launcher: then the beat stays away. A beat that went on would never let this end.
    let last = "";
    for (let now = readFileSync(file, "utf8"); now !== last; now = readFileSync(file, "utf8")) {
      last = now;
      await pause(100);
    }
    expect(readFileSync(file, "utf8")).toBe(last);
  });
});
