import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { databaseFinding, inspectData, migrationFinding } from "../src/doctor/database.ts";
import { findingLines } from "../src/doctor/finding.ts";
import { diskFinding, inspectDisk } from "../src/doctor/disk.ts";
import { queueFinding } from "../src/doctor/queue.ts";
import { runnersFinding } from "../src/doctor/runners.ts";
import { timingFinding } from "../src/doctor/timing.ts";
import { lockstepOn } from "./lockstep.ts";

const url = "postgresql://owner:very-secret@db.example:5432/lockstep";
const doctorWith = (databaseUrl: string) =>
  lockstepOn((file, ...args) => ["env", [`DATABASE_URL=${databaseUrl}`, file, ...args]], ["doctor"]);

test.each([
  { isMeasurable: true, waitedShare: 0.1, state: "ok" },
  { isMeasurable: true, waitedShare: 0.95, state: "weak" },
  { isMeasurable: false, waitedShare: 0, state: "weak" },
] as const)("timing is $state where measurable is $isMeasurable and $waitedShare of the time was waited", (found) => {
  const { state, ...fitness } = found;

  expect(timingFinding({ ...fitness, cores: 2, siblings: 0, stolenShare: 0, detail: "" }).state).toBe(state);
});

describe("the database", () => {
  test("is named with version and distance, without its password", () => {
    const found = { state: "reachable", version: "18.4", roundTripMs: 1.23, migrations: null } as const;

    expect(databaseFinding(url, found)).toEqual({
      name: "database",
      state: "ok",
      detail: "Postgres 18.4 at db.example:5432/lockstep, 1.2 ms away",
      fix: null,
    });
  });

  test.each([
    { because: "nobody-listens", fix: /start Postgres/ },
    { because: "unknown-host", fix: /correct the host/ },
    { because: "refused", fix: /correct user and password/ },
    { because: "no-database", fix: /make it/ },
    { because: "other", fix: /its log says more/ },
  ] as const)("has a next step where it can't be reached: $because", ({ because, fix }) => {
    const finding = databaseFinding(url, { state: "unreachable", because, message: "no" });

    expect(finding).toMatchObject({ state: "broken", detail: "db.example:5432/lockstep: no" });
    expect(finding.fix).toMatch(fix);
  });

  test("that is named nowhere is not looked at, and that is no fault", async () => {
    expect(await inspectData(null)).toMatchObject([{ name: "database", state: "not-looked", fix: null }]);
  });

  test("on which nobody listens is told by the command, which ends with 1 and shows no password", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    server.close();
    await once(server, "close");

    const { code, stdout, stderr } = await doctorWith(`postgresql://owner:very-secret@127.0.0.1:${port}/lockstep`);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ database +127\.0\.0\.1:\d+\/lockstep: .*ECONNREFUSED.*\n +do: start Postgres/m);
    expect(`${stdout}${stderr}`).not.toContain("very-secret");
  });

  test("whose address is none is refused as a wrong command line is", async () => {
    const { code, stderr } = await doctorWith("mysql://somewhere");

    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("DATABASE_URL: must begin with"),
    });
  });
});

test.each([
  { over: {}, state: "ok", detail: "all 1 applied", fix: /^nothing$/ },
  { over: { pending: ["two"] }, state: "broken", detail: "not applied yet: two", fix: /prisma migrate deploy/ },
  { over: { failed: ["two"], pending: ["two"] }, state: "broken", detail: "broke off: two", fix: /migrate resolve/ },
  { over: { unknown: ["three"] }, state: "broken", detail: /newer than this code: three/, fix: /git pull/ },
])("migrations with $over are $state", ({ over, state, detail, fix }) => {
  const finding = migrationFinding({ applied: ["one"], pending: [], failed: [], unknown: [], ...over });

  expect(finding.state).toBe(state);
  expect(finding.detail).toMatch(detail);
  expect(finding.fix ?? "nothing").toMatch(fix);
});

test.each([
  { over: {}, state: "ok", detail: "0 waiting, 0 at work, 0 dead", fix: /^nothing$/ },
  {
    over: { waiting: 3, atWork: 1, oldestWaitingMs: 4_000 },
    state: "ok",
    detail: /3 waiting, the oldest for 4 s/,
    fix: /^nothing$/,
  },
  {
    over: { waiting: 1, oldestWaitingMs: 90_000 },
    state: "weak",
    detail: /90 s/,
    fix: /^start a runner: nobody takes jobs/,
  },
  {
    over: { waiting: 9, atWork: 2, oldestWaitingMs: 90_000 },
    state: "weak",
    detail: /2 at work/,
    fix: /^start another/,
  },
  { over: { deadLetters: 2 }, state: "weak", detail: /2 dead/, fix: /dead letters \(\/instructor\)$/ },
])("a queue with $over is $state", ({ over, state, detail, fix }) => {
  const finding = queueFinding({ waiting: 0, atWork: 0, deadLetters: 0, oldestWaitingMs: null, ...over });

  expect(finding.state).toBe(state);
  expect(finding.detail).toMatch(detail);
  expect(finding.fix ?? "nothing").toMatch(fix);
});

test("a queue that is not installed is broken", () => {
  expect(queueFinding(null)).toMatchObject({ state: "broken", fix: expect.stringContaining("tools/seed") });
});

test.each([
  { freeBytes: 50 * 2 ** 30, freeFiles: 10_000, state: "ok" },
  { freeBytes: 50 * 2 ** 30, freeFiles: null, state: "ok" },
  { freeBytes: 2 ** 30, freeFiles: 10_000, state: "weak" },
  { freeBytes: 2 ** 20, freeFiles: 10_000, state: "broken" },
  { freeBytes: 50 * 2 ** 30, freeFiles: 3, state: "broken" },
])("a disk with $freeBytes bytes and $freeFiles files left is $state", ({ state, ...room }) => {
  const finding = diskFinding("/tmp", room);

  expect(finding.state).toBe(state);
  expect(finding.fix === null).toBe(state === "ok");
});

test("the disk of this machine is measured", async () => {
  expect((await inspectDisk()).detail).toMatch(/^\d+\.\d GiB free in \//);
});

describe("runners", () => {
  const at = new Date();
  const seen = { id: "a", slots: 1, seenAt: at, lost: false, backend: "bubblewrap", trouble: null };
  const ready = { ...seen, name: "one" };
  const trouble = { because: "bubblewrap is not installed", fix: "install it" };
  const sick = { ...seen, name: "two", backend: null, trouble };
  const lost = { ...seen, name: "three", lost: true };

  test.each([
    { runners: [], state: "weak", detail: "none is connected", fix: /start a runner/ },
    { runners: [ready], state: "ok", detail: "1 ready", fix: /^nothing$/ },
    {
      runners: [ready, sick],
      state: "weak",
      detail: "1 ready, two has no sandbox: bubblewrap is not installed",
      fix: /^install it$/,
    },
    { runners: [sick], state: "broken", detail: /^0 ready, two has no sandbox/, fix: /^install it$/ },
    { runners: [ready, lost], state: "weak", detail: "1 ready, three was lost", fix: /^nothing$/ },
    { runners: [lost], state: "broken", detail: "0 ready, three was lost", fix: /start a runner/ },
  ])("$detail: $state", ({ runners, state, detail, fix }) => {
    const finding = runnersFinding(runners);

    expect(finding.state).toBe(state);
    expect(finding.detail).toMatch(detail);
    expect(finding.fix ?? "nothing").toMatch(fix);
  });

  test("that write what a terminal obeys are only shown, each on its line", () => {
    const hostile = "\u001b]0;gotcha\u0007\n✓ database";
    const runner = { ...sick, name: hostile, trouble: { because: hostile, fix: hostile } };
    const gone = { ...lost, name: hostile };

    const lines = findingLines(runnersFinding([runner, gone]));

    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toMatch(/\p{Cc}/u);
  });
});

test("what a database says in an error is only shown by a terminal, too", () => {
  const said = { name: "database", state: "broken", detail: "no \u001b[31m", fix: "\u009b2J" } as const;

  expect(findingLines(said).join("")).not.toMatch(/\p{Cc}/u);
});
