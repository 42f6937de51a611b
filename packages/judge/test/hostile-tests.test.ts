import { readSourceFolder } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { openSandbox, type Sandbox } from "@lockstep/sandbox";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Judge } from "../src/index.ts";
import { readPatiently } from "./patient-pack.ts";

const repository = join(import.meta.dirname, "../../..");
const folder = join(repository, "exercises/ticket-office");
let sandbox: Sandbox;
let judge: Judge;
let pack: ExercisePack;
beforeAll(async () => {
  sandbox = await openSandbox();
  judge = new Judge(sandbox, { silenceMsMax: 15_000, memoryBytesMax: 384 * 2 ** 20 });
  pack = await readPatiently(folder);
}, 60_000);
afterAll(async () => {
  await judge.close();
  await sandbox.close();
});

const grade = async (graded: ExercisePack) =>
  judge.grade({
    pack: graded,
    language: "typescript",
    files: await readSourceFolder(join(folder, "solutions/accepted/lock-in-finally")),
    purpose: "run",
    seed: 1,
  });

let versions = 0;
/** The exercise with a hostile test file in the place of its visible one. */
const hostile = (text: string): ExercisePack => ({
  ...pack,
  version: String(++versions).padStart(64, "0"),
  tests: pack.tests.map((file) => (file.name.startsWith("visible") ? { ...file, text } : file)),
});

/** Says what an instructor's test can reach, by an error of its own, which is told to instructors. */
const LOOK = `
  import { spawnSync } from "node:child_process";
  import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
  import { connect } from "node:net";
  const attempt = (act: () => unknown) => { try { act(); return "done"; } catch (error: any) { return error.code; } };
  const reach = (where: any) => new Promise((done) => {
    connect(where).on("connect", () => done("connected")).on("error", (error: any) => done(error.code));
  });
  const here = import.meta.dirname;
  const seen = {
    exercises: attempt(() => readdirSync(${JSON.stringify(join(repository, "exercises"))})),
    git: attempt(() => readdirSync(${JSON.stringify(join(repository, ".git"))})),
    runner: attempt(() => readdirSync(${JSON.stringify(join(repository, "apps"))})),
    database: attempt(() => readdirSync(${JSON.stringify(join(repository, "packages/db"))})),
    shadow: attempt(() => readFileSync("/etc/shadow")),
    docker: await reach({ path: "/run/docker.sock" }),
    network: await reach({ host: "1.1.1.1", port: 53 }),
    others: readdirSync("/tmp").filter((name) => name.startsWith("lockstep-")).length,
    ownTests: attempt(() => writeFileSync(here + "/visible.test.ts", "")),
    nextTests: attempt(() => mkdirSync(here + "/more")),
    child: spawnSync("/bin/true").error?.code ?? "done",
    canary: process.env.LOCKSTEP_TEST_CANARY ?? "none",
  };
  throw new Error("SEEN" + JSON.stringify(seen) + "SEEN");`;

// Each grading after a hostile one starts a fresh judge process.
describe("a hostile test of an exercise", { timeout: 180_000 }, () => {
  test("sees no other exercise, no host, no network, no environment, and keeps nothing for the next grading", async () => {
    process.env["LOCKSTEP_TEST_CANARY"] = "canary";

    const report = await grade(hostile(LOOK));

    const seen: unknown = JSON.parse(/SEEN(.*?)SEEN/.exec(report.internal ?? "")?.[1] ?? "null");
    expect(report.verdict).toBe("internal-error");
    expect(seen).toEqual({
      exercises: "ENOENT",
      git: "ENOENT",
      runner: "ENOENT",
      database: "ENOENT",
      shadow: "ENOENT",
      docker: "ENOENT",
      network: "ENETUNREACH",
      others: 1, // the folder of its own tests
      ownTests: "EROFS",
      nextTests: "EROFS",
      child: "EPERM",
      canary: "none",
    });
  });

  test.each([
    ["computes without an end", "for (;;);", /ticket-office: Its tests said nothing for 15 s/],
    [
      "takes memory without an end",
      "const kept: Buffer[] = []; for (;;) kept.push(Buffer.alloc(16 * 2 ** 20, 1));",
      /ticket-office: The judge process ended/,
    ],
  ])("that %s is a failure of ours, and the next grading is right", async (_name, text, said) => {
    const report = await grade(hostile(text));

    expect(report.verdict).toBe("internal-error");
    expect(report.internal).toMatch(said);
    expect((await grade(pack)).verdict).toBe("accepted");
  });
});
