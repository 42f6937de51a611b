import type { Limits } from "@lockstep/contracts";
import { openSandbox, type Sandbox } from "@lockstep/sandbox";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Judge } from "../src/index.ts";
import { shorterLimits } from "../src/shorter-limits.ts";
import { readPatiently } from "./patient-pack.ts";

const folder = join(import.meta.dirname, "../../../exercises/ticket-office");
let sandbox: Sandbox;
let judge: Judge;
const limitsOfSessions: Limits[] = [];
beforeAll(async () => {
  sandbox = await openSandbox();
  judge = new Judge({
    backend: sandbox.backend,
    warm: (limits) => sandbox.warm(limits),
    check: () => sandbox.check(),
    close: () => sandbox.close(),
    run: (job, options) => sandbox.run(job, options),
    session: (settings) => {
      limitsOfSessions.push(settings.limits);
      return sandbox.session(settings);
    },
  });
});
afterAll(async () => {
  await judge.close();
  await sandbox.close();
});

/** Loops for ever where two tickets are left, as in the first case only. */
const LOOPS_FIRST = `
  export function visit(office: any, desk: any): boolean {
    if (desk.lookUp() === 0) return false;
    office.lock.acquire();
    try {
      if (office.left === 2) for (;;);
      if (office.left === 0) return false;
      desk.print();
      office.left = office.left - 1;
      return true;
    } finally {
      office.lock.release();
    }
  }`;

test("a case that used up its time leaves less to the others, in which the right ones still are right", async () => {
  const patient = await readPatiently(folder);
  const limits = { ...patient.manifest.limits, cpuTimeMs: 4000 };
  const pack = { ...patient, version: "3".repeat(64), manifest: { ...patient.manifest, limits } };
  const files = [{ path: "office.ts", text: LOOPS_FIRST }];

  const report = await judge.grade({ pack, language: "typescript", files, purpose: "run" });

  expect(report).toMatchObject({ verdict: "cpu-time-limit", decidingCase: "one-visitor", internal: null });
  expect(report.cases.map(({ verdict }) => verdict)).toEqual(["cpu-time-limit", "accepted", "accepted"]);
  expect(limitsOfSessions).toEqual([limits, { ...limits, cpuTimeMs: 1000, wallTimeMs: 30_000 }]);
});

test("shorter limits are a part of the usual ones, never more than them", () => {
  const usual = { wallTimeMs: 15_000, cpuTimeMs: 12_000, memoryBytes: 2 ** 29, processes: 96, outputBytes: 65_536 };

  expect(shorterLimits(usual)).toEqual({ ...usual, wallTimeMs: 3750, cpuTimeMs: 3000 });
  expect(shorterLimits({ ...usual, cpuTimeMs: 300 })).toMatchObject({ cpuTimeMs: 300 });
});
