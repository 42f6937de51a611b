import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stillAlive } from "@lockstep/dev/process-table";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Killer } from "../src/killer.ts";
import { leftGroups, mountPoints } from "../src/left-behind.ts";
import { phases } from "../src/runner-process.ts";
import { Site } from "../src/site.ts";
import { type Expected, expectSound, kinds } from "../src/sound.ts";

const kills = Number(process.env["FAULT_KILLS"] || 50);
const seed = Number(process.env["FAULT_SEED"] || Math.floor(Math.random() * 2 ** 31));
const RUNNERS = 8;
/** A corridor that never gets done fails after so long; no claim is made about speed. */
const PATIENCE_MS = 600_000 + kills * 15_000;

let site: Site;
let temporary: string;
beforeAll(async () => {
  site = await Site.open();
  temporary = mkdtempSync(join(tmpdir(), "lockstep-faults-"));
});
afterAll(async () => {
  await site.close();
  rmSync(temporary, { recursive: true, force: true });
});

const percentile = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

test(`${kills} runners killed in the middle, ${RUNNERS} at once: nothing is lost, nothing is doubled, nothing is left`, async () => {
  console.log(`seed ${seed}`);
  const mounts = mountPoints();
  const submissions = new Map<string, Expected>();
  const submit = async ({ solution, purpose, ...expected }: (typeof kinds)[number]) =>
    submissions.set(await site.submit(solution, purpose), expected);
  for (let i = 0; i < Math.max(RUNNERS, Math.ceil(kills / 2)); i++) await submit(kinds[i % kinds.length] ?? kinds[0]);
  const env = { DATABASE_URL: site.runnerUrl, TMPDIR: temporary, RUNNER_SLOTS: "1" };
  const killer = new Killer({ kills, runners: RUNNERS, seed, env });
  const look = { timeout: PATIENCE_MS, interval: 250 };
  try {
    await vi.waitFor(async () => {
      const open = await site.openJobs();
      // The last kills need somebody to hit, and one submission takes only a few: nobody is without work until they are done.
      const missing = Math.min(RUNNERS, kills - killer.done) - open;
      for (let i = 0; i < missing; i++) await submit(kinds[submissions.size % kinds.length] ?? kinds[0]);
      if (open > 0 || killer.done < kills) throw new Error(`${killer.done} kills, ${open} jobs open\n${killer.said}`);
    }, look);
  } finally {
    const ends = await killer.stop();
    console.log(`runners that were left ended with ${ends.join(", ")}`);
  }
  const times = killer.redeliveriesMs.map((ms) => ms / 1000).toSorted((a, b) => a - b);
  const figures = [0.5, 0.95, 1].map((part) => percentile(times, part).toFixed(1)).join(" · ");
  console.log(`kills by phase: ${phases.map((phase) => `${phase} ${killer.histogram[phase]}`).join(", ")}`);
  console.log(`${submissions.size} submissions; ${times.length} redeliveries, p50 · p95 · longest: ${figures} s`);

  for (const [id, expected] of submissions) await expectSound(site, id, expected);
  expect(await site.deadLetters()).toBe(0);
  await expect.poll(() => stillAlive(killer.orphans), { timeout: 30_000 }).toEqual([]);
  // Each start removes what a killed runner left; what is still ending then, on a busy machine, the next one does.
  for (let starts = 0; starts === 0 || (starts < 4 && leftGroups(killer.orphans).length > 0); starts++)
    await killer.sweep(async (runner) => {
      await vi.waitFor(() => expect(runner.said).toMatch(/is ready/), { timeout: 120_000, interval: 100 });
    });
  // What another's test has mounted meanwhile goes away again.
  await expect.poll(() => mountPoints().filter((place) => !mounts.includes(place)), { timeout: 120_000 }).toEqual([]);
  expect(leftGroups(killer.orphans)).toEqual([]);
  expect(readdirSync(temporary).filter((name) => /judge|content/.test(name))).toEqual([]);
});
