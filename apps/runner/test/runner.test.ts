import { processTree, stillAlive } from "@lockstep/dev/process-table";
import { openMachineWithoutBubblewrap } from "@lockstep/dev/machine-without-bubblewrap";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Corridor } from "./corridor.ts";
import { sharedSums, undecided } from "./undecided-exercise.ts";

const corridor = new Corridor();
beforeAll(async () => corridor.open(await undecided()));
afterAll(() => corridor.close());
const ready = /^runner of-the-test is ready/m;
const waits = /takes no submission until its sandbox works/;

describe("a submission in the queue", () => {
  test("ends with a run, its cases, one verdict, and the progress in order", async () => {
    const id = await corridor.submit("accepted/lock-in-finally", "submit");
    using runner = corridor.startRunner();
    await corridor.event(id, "verdict");
    const { runs, cases, verdict, verdicts, progress, report } = await corridor.stored(id);
    const ids = report?.cases.map((result) => result.id) ?? [];

    expect({ verdict, verdicts }).toEqual({ verdict: "accepted", verdicts: 1 });
    expect(runs).toMatchObject([{ attempt: 1, runner: "of-the-test", state: "done", endedAt: expect.any(Date) }]);
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(cases.map(({ caseId }) => caseId)).toEqual(ids);
    expect(progress.map(({ kind }) => kind)).toEqual([
      "queued",
      "started",
      "planned",
      ...ids.flatMap(() => ["case-started", "case-finished"]),
      "verdict",
    ]);
    expect(progress.flatMap((event) => (event.kind === "case-finished" ? [event.result.id] : []))).toEqual(ids);
    expect(progress.at(-1)).toMatchObject({ kind: "verdict", verdict: "accepted", points: report?.pointsMax });
    await runner.says(new RegExp(`${id} ticket-office submit: accepted \\(recorded, attempt 1`));
  });

  test("gets no second verdict from a second delivery, at the same time or later", async () => {
    const id = await corridor.submit("wrong-answer/no-lock", "run");
    await corridor.deliverAgain(id);
    using one = corridor.startRunner();
    using other = corridor.startRunner();
    await corridor.event(id, "verdict");
    await corridor.quiet();
    const before = await corridor.stored(id);

    await corridor.deliverAgain(id);
    await corridor.quiet();

    expect(before).toMatchObject({ verdict: "wrong-answer", verdicts: 1, report: { reason: "lost-update" } });
    expect(before.progress.filter(({ kind }) => kind === "verdict")).toHaveLength(1);
    expect(before.progress.at(-1)?.kind).toBe("verdict");
    expect(await corridor.stored(id)).toEqual(before);
    expect(await corridor.deadLetters()).toEqual([]);
    await Promise.all([one.says(ready), other.says(ready)]);
  });

  test("comes back when its runner is killed in the middle, and is graded once; nothing of the killed one lives on", async () => {
    const id = await corridor.submit("accepted/reserve-then-print", "submit", { slowed: true });
    using killed = corridor.startRunner();
    await corridor.event(id, "case-finished");
    const tree = processTree(killed.pid);
    expect(tree.some(({ command }) => command.includes("bwrap"))).toBe(true);
    process.kill(killed.pid, "SIGKILL");
    await expect.poll(() => stillAlive(tree)).toEqual([]);
    expect(await corridor.stored(id)).toMatchObject({ verdicts: 0, runs: [{ attempt: 1, state: "judging" }] });

    using next = corridor.startRunner();
    await corridor.event(id, "verdict");
    const { runs, cases, verdict, verdicts, progress, report } = await corridor.stored(id);

    expect({ verdict, verdicts }).toEqual({ verdict: "accepted", verdicts: 1 });
    expect(runs).toMatchObject([
      { attempt: 1, state: "abandoned" },
      { attempt: 2, state: "done" },
    ]);
    const ofSecond = cases.filter(({ runId }) => runId === runs[1]?.id).map(({ caseId }) => caseId);
    expect(ofSecond).toEqual(report?.cases.map((result) => result.id));
    const kinds = progress.map(({ kind }) => kind);
    expect(kinds.slice(kinds.indexOf("retrying"))).toEqual([
      "retrying",
      "started",
      "planned",
      ...ofSecond.flatMap(() => ["case-started", "case-finished"]),
      "verdict",
    ]);
    await next.says(/accepted \(recorded, attempt 2/);
  });
});

test("a submission that its student takes back in the middle is stopped, and gets no verdict", async () => {
  // Each case lasts until its limit: there is a middle, on the quickest machine too.
  const text = "export function visit() { for (;;); }";
  const id = await corridor.submitFiles([{ path: "office.ts", text }], "submit");
  using runner = corridor.startRunner();
  await corridor.event(id, "case-started");
  const boxes = processTree(runner.pid).filter(({ command }) => command.includes("bwrap"));
  expect(boxes).not.toEqual([]);

  await corridor.takeBack(id);

  await runner.says(new RegExp(`${id}: attempt 1 failed`));
  const { verdicts, runs, progress, cases } = await corridor.stored(id);
  expect({ verdicts, state: runs[0]?.state, end: progress.at(-1)?.kind }).toEqual({
    verdicts: 0,
    state: "abandoned",
    end: "cancelled",
  });
  expect(progress.filter(({ kind }) => kind === "case-finished")).toHaveLength(cases.length);
  await expect.poll(() => stillAlive(boxes)).toEqual([]);
  expect(await corridor.deadLetters()).toEqual([]);
});

test("a job that killed its runner every time ends as our error, for its student too", async () => {
  const id = await corridor.submit("accepted/lock-in-finally", "submit");
  await corridor.makeDead(id);
  using runner = corridor.startRunner();

  const verdict = await corridor.event(id, "verdict");

  expect(verdict).toMatchObject({ verdict: "internal-error", points: 0 });
  expect(await corridor.deadLetters()).toContain(id);
  await runner.says(/internal-error \(no runner could end it\)/);
});

test("a submission that the machine is too busy for is measured again a few times, at no cost, and then ends with words", async () => {
  const id = await corridor.submitFiles(await sharedSums(), "submit", "uneven-tasks");
  using runner = corridor.startRunner();
  const verdict = await corridor.event(id, "verdict");
  const { progress, runs, report, verdicts } = await corridor.stored(id);
  const again = progress.flatMap((event) => (event.kind === "measuring-again" ? [event] : []));

  expect(again.map(({ time, cases }) => ({ time, cases }))).toEqual(
    [1, 2, 3, 4].map((time) => ({ time, cases: ["threads"] })),
  );
  // What was no result was never told as one, nor as a failure of ours.
  expect(progress.filter(({ kind }) => kind === "retrying")).toEqual([]);
  expect(progress.filter(({ kind }) => kind === "case-finished")).toHaveLength(1);
  expect(runs.map(({ state }) => state)).toEqual(["abandoned", "abandoned", "abandoned", "abandoned", "done"]);
  expect({ verdict, verdicts }).toMatchObject({ verdict: { verdict: "internal-error", points: 0 }, verdicts: 1 });
  expect(report?.cases[0]?.seen?.en).toMatch(/^The machine was too busy/);
  expect(report?.internal).toMatch(/the machine is too busy/);
  // An instructor finds it, and may have it graded again.
  await expect.poll(() => corridor.deadLetters()).toContain(id);
  await runner.says(/too busy, threads again \(4\)/);
});

describe("without bubblewrap", () => {
  beforeEach(() => corridor.forgetRunners()); // those that tests before have killed
  test("a runner says why and what to do, leases and executes nothing, and grades once it is there", async () => {
    using machine = openMachineWithoutBubblewrap();
    const id = await corridor.submit("accepted/lock-in-finally", "run");
    using runner = corridor.startRunner(machine.command);
    await runner.says(waits);

    expect(runner.said).toMatch(/^the sandbox is not available: bubblewrap is not installed\n {2}do: .*bubblewrap/m);
    await expect
      .poll(() => corridor.runners())
      .toMatchObject([
        {
          name: "of-the-test",
          backend: null,
          trouble: { because: "bubblewrap is not installed", fix: expect.stringMatching(/bubblewrap/) },
        },
      ]);
    const before = await corridor.stored(id);
    expect(before).toMatchObject({ verdicts: 0, cases: [], runs: [] });
    expect(before.progress.map(({ kind }) => kind)).toEqual(["queued"]);
    const below = processTree(runner.pid).filter(({ pid, command }) => pid !== runner.pid && !/esbuild/.test(command));
    expect(below).toEqual([]);

    machine.install();
    await corridor.event(id, "verdict");

    expect(await corridor.stored(id)).toMatchObject({
      verdict: "accepted",
      verdicts: 1,
      runs: [{ attempt: 1, state: "done" }],
    });
    expect(await corridor.runners()).toMatchObject([{ backend: expect.stringMatching(/bubblewrap/), trouble: null }]);
    await runner.says(/^the sandbox is available now: bubblewrap/m);
    expect(runner.said.match(/the sandbox is not available/g)).toHaveLength(1);
  });

  test("a runner keeps nothing from a healthy one beside it, and ends when it is told to", async () => {
    using machine = openMachineWithoutBubblewrap();
    using sick = corridor.startRunner(machine.command, "sick");
    await sick.says(waits);
    const first = await corridor.submit("accepted/lock-in-finally", "run");
    const second = await corridor.submit("accepted/lock-in-finally", "run");
    using healthy = corridor.startRunner(undefined, "healthy");
    await Promise.all([first, second].map((id) => corridor.event(id, "verdict")));

    for (const id of [first, second])
      expect(await corridor.stored(id)).toMatchObject({
        verdict: "accepted",
        runs: [{ attempt: 1, runner: "healthy", state: "done" }],
      });
    process.kill(sick.pid, "SIGTERM");
    expect(await sick.ended).toBe(0);
    await healthy.says(/sandbox with bubblewrap/);
    expect((await corridor.runners()).map(({ name }) => name)).toEqual(["healthy"]);
  });

  test("a runner that loses its sandbox gives back what it leased, with every attempt, and leases no more until it works", async () => {
    using machine = openMachineWithoutBubblewrap();
    machine.install();
    using runner = corridor.startRunner(machine.command);
    await runner.says(ready);
    machine.uninstall();
    const [first, second] = [
      await corridor.submit("accepted/lock-in-finally", "run"),
      await corridor.submit("accepted/lock-in-finally", "run"),
    ];
    await runner.says(waits);

    expect(await corridor.waitingJobs()).toEqual([{ retries: 0 }, { retries: 0 }]);
    const given = [await corridor.stored(first), await corridor.stored(second)];
    expect(given.map(({ progress }) => progress.at(-1)?.kind)).toEqual(["queued", "queued"]);
    expect(given.flatMap(({ progress }) => progress.map(({ kind }) => kind))).not.toContain("case-finished");
    expect(given.flatMap(({ runs }) => runs.map(({ state }) => state))).not.toContain("leased");

    machine.install();
    const verdicts = await Promise.all([first, second].map((id) => corridor.event(id, "verdict")));

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["accepted", "accepted"]);
    const after = [await corridor.stored(first), await corridor.stored(second)];
    expect(after.flatMap(({ progress }) => progress.map(({ kind }) => kind))).not.toContain("retrying");
    expect(await corridor.deadLetters()).not.toContain(first);
  });
});

test("a runner that is not told its database says so, and ends", async () => {
  const runner = corridor.startRunner((file, ...args) => ["env", ["-u", "DATABASE_URL", file, ...args]]);

  expect(await runner.ended).toBe(1);
  expect(runner.said).toMatch(/DATABASE_URL: set it to the address of your database/);
});
