import { describe, expect, test } from "vitest";
import { growthExponent, runOnVirtualCores, TICKS_PER_MS } from "../../src/index.ts";
import { parallelism, timed, timedProgram } from "./timed.ts";

const WAITS = `
import { Semaphore } from "@lockstep/sync";
import { Thread, sleep } from "@lockstep/threading";
const permits = new Semaphore(4);
export function one(): void { sleep(25); }
export function bounded(): void { permits.withPermit(() => sleep(25)); }
export function guarded(): void { permits.acquire(); sleep(25); permits.release(); }
export function main(how: string): void {
  if (how === "in turn") { for (let i = 0; i < 12; i++) sleep(25); return; }
  const all: Thread[] = [];
  for (let i = 0; i < 12; i++) all.push(new Thread({ target: how === "at once" ? one : guarded }));
  for (const thread of all) thread.start();
  for (const thread of all) thread.join();
}`;

describe("waits", () => {
  test.each([
    ["in turn", 300, 1, 1],
    ["at once", 25, 12, 12],
    ["four at a time", 75, 4, 4],
  ])("%s: known time, mean and most in flight", (how, timeMs, mean, max) => {
    const run = timed(WAITS, { cores: 1, args: [how] });
    expect(run.ending?.kind).toBe("ok");
    expect(run.timeTicks / TICKS_PER_MS).toBeCloseTo(timeMs, 1);
    const [flight] = run.inFlight;
    expect(flight?.max).toBe(max);
    expect(flight?.mean).toBeCloseTo(mean, 1);
  });
});

const LOCKED = `
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const lock = new Lock();
function work(turns: number): void { let x = 1; for (let i = 0; i < turns; i++) x = (x * 31 + i) % 65537; }
export function user(outside: number, inside: number): void {
  for (let i = 0; i < 40; i++) {
    work(outside);
    lock.acquire();
    work(inside);
    lock.release();
  }
}
export function main(threads: number, outside: number, inside: number): void {
  const all: Thread[] = [];
  for (let i = 0; i < threads; i++) all.push(new Thread({ target: user, args: [outside, inside] }));
  for (const thread of all) thread.start();
  for (const thread of all) thread.join();
}`;

describe("a lock", () => {
  test.each([
    [2, 0, 1],
    [2, 0.25, 1 / 0.75],
    [4, 0.5, 2],
    [8, 0.9, 8],
  ])("bounds %i threads that are outside for %f of their time to %f", (threads, outside, most) => {
    const run = timed(LOCKED, { cores: threads, args: [threads, 2000 * outside, 2000 * (1 - outside)] });
    expect(Math.abs(parallelism(run) / most - 1)).toBeLessThan(0.05);
    // Whoever doesn't run waits for the lock: that is what the student sees.
    const waited = run.threads.slice(1).map(({ spent }) => spent.lock);
    expect(Math.min(...waited) > 0).toBe(most < threads);
  });
});

test("equal programs give equal numbers, to the last tick", () => {
  const [one, other] = [1, 2].map(() => JSON.stringify(timed(LOCKED, { cores: 3, args: [5, 300, 200] })));
  expect(one).toBe(other);
});

const waitsSo = (how: string) => `
import { Cell } from "@lockstep/memory";
import { Event } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const word = new Cell();
const done = new Event();
export function other(): void {
  let x = 1;
  for (let i = 0; i < 5000; i++) x = (x * 31 + i) % 65537;
  word.store(1);
  done.set();
}
export function main(): void {
  const thread = new Thread({ target: other });
  thread.start();
  ${how}
  thread.join();
}`;

const spun = (how: string) => timed(waitsSo(how), { cores: 2 }).threads[0]?.spunTicks ?? -1;

test("a thread that looks again and again is seen to, and one that waits is not", () => {
  expect(spun("while (word.load() === 0) {}")).toBeGreaterThan(10_000);
  expect(spun("while (thread.isAlive) {}")).toBeGreaterThan(10_000);
  expect(spun("while (!done.wait(0)) {}")).toBeGreaterThan(10_000);
  expect(spun("while (!done.wait(0.001)) {}")).toBe(0); // it sleeps in between
  expect(spun("done.wait();")).toBe(0);
  expect(spun("")).toBe(0);
  expect(spun("let n = 0; for (let i = 0; i < 500 + word.load(); i++) n += i;")).toBe(0);
});

test("an end that waits for work is not seen before the work is done", () => {
  const run = timed(
    `
import { Thread } from "@lockstep/threading";
export function long(): number { let x = 1; for (let i = 0; i < 9000; i++) x = (x * 31 + i) % 65537; return x; }
export function main(): number { const t = new Thread({ target: long }); t.start(); return t.result(); }`,
    { cores: 2 },
  );
  expect(parallelism(run)).toBeCloseTo(1, 2);
  expect(run.threads[0]?.spent.join).toBeGreaterThan(run.workTicks * 0.9);
});

test("time-outs pass when the virtual clock says so", () => {
  const run = timed(
    `
import { Event } from "@lockstep/sync";
export function main(): boolean { return new Event().wait(40); }`,
    { cores: 1 },
  );
  expect(run.result).toBe(false);
  expect(run.timeTicks / TICKS_PER_MS).toBeCloseTo(40, 3);
});

test("threads that wait for each other end the run, and a loop without end is given up", () => {
  const stuck = timed(
    `
import { Event } from "@lockstep/sync";
export function main(): void { new Event().wait(); }`,
    { cores: 2 },
  );
  expect(stuck.ending?.kind).toBe("lost-wake-up");
  const endless = timed(`export function main(): void { for (;;) {} }`, { cores: 2, workTicksMax: 100_000 });
  expect(endless.ending).toBe(null);
});

test("a built-in costs as much as what it is given is long", () => {
  const text = `export function main(n: number): number { return "x".repeat(n).split("").sort().length; }`;
  const costs = [1000, 4000, 16_000].map((size) => ({
    size,
    cost: runOnVirtualCores(timedProgram(text, [size]), { cores: 1 }).workTicks,
  }));
  expect(growthExponent(costs)).toBeGreaterThan(1);
});

test.each([
  ["n", "for (let i = 0; i < n; i++) x += i;", 1],
  ["n²", "for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) x += k;", 2],
  ["n, in a callback", "Array.from({ length: n }).forEach((_, i) => { x += i; });", 1],
])("work of order %s grows so", (_order, body, exponent) => {
  const text = `export function main(n: number): number { let x = 0; ${body} return x; }`;
  const costs = [200, 400, 800].map((size) => ({ size, cost: timed(text, { cores: 1, args: [size] }).workTicks }));
  expect(Math.abs(growthExponent(costs) - exponent)).toBeLessThan(0.05);
});

test("four hundred threads that wait take as long as one", () => {
  const text = `
import { Barrier } from "@lockstep/sync";
import { Thread, sleep } from "@lockstep/threading";
const barrier = new Barrier(400);
export function one(): void { sleep(25); barrier.wait(); }
export function main(): void {
  const all = Array.from({ length: 400 }, () => new Thread({ target: one }));
  for (const thread of all) thread.start();
  for (const thread of all) thread.join();
}`;
  const run = timed(text, { cores: 1 });
  expect(run.ending?.kind).toBe("ok");
  expect(run.inFlight).toEqual([{ what: "sleep", max: 400, mean: expect.closeTo(400, 0) }]);
});
