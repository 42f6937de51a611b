import { measure, measureThreads, random, run, sample, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const slices = scenario(
  "slices",
  z.strictObject({
    sum: z.number().nullable(),
    failed: z.boolean(),
    alive: number,
    slices: number,
    numbers: number,
    largest: number,
    smallest: number,
    peak: number,
  }),
);

const heavy = scenario("heavy", z.number());
const alone = scenario("alone", z.number());

/** Some tens of milliseconds of work, for two threads. */
const rowForTwo = () => ({ length: 240_000 + random().int(0, 500), threads: 2 });

const sumUpTo = (length: number) => (length * (length + 1)) / 2;

test("works through every number once, whatever the length", async () => {
  const threads = random().int(2, 4);
  const length = threads * random().int(3, 9) + threads - 1;
  const work = await sample(slices, { length, threads, meets: false, fails: -1 }, { rounds: 10 });

  expect(work).toHoldInEverySchedule(({ sum, numbers }) => sum === sumUpTo(length) && numbers === length, {
    otherwise: "wrong-result",
  });
});

test("has all slices under way at once", async () => {
  const threads = random().int(2, 4);
  const work = await sample(slices, { length: threads * 5, threads, meets: true, fails: -1 }, { rounds: 20 });

  expect(work).toHoldInEverySchedule(({ peak, slices: count }) => peak === threads && count === threads, {
    otherwise: "not-parallel",
  });
});

test("cuts slices that differ by one at most", async () => {
  const threads = random().int(3, 4);
  const length = threads * random().int(3, 9) + threads - 1;
  const work = await sample(slices, { length, threads, meets: false, fails: -1 }, { rounds: 10 });

  expect(work).toHoldInEverySchedule(({ largest, smallest }) => largest - smallest <= 1, { otherwise: "not-parallel" });
});

test("waits for all, also when a slice fails", async () => {
  const threads = random().int(2, 3);
  const work = await sample(slices, { length: threads * 4, threads, meets: false, fails: 0 }, { rounds: 150 });

  expect(work).toHoldInEverySchedule(({ alive }) => alive === 1, { otherwise: "leak" });
  expect(work).toHoldInEverySchedule(({ failed, sum }) => failed && sum === null, { otherwise: "wrong-result" });
});

test("adds up eight slices at full speed", async () => {
  const length = random().int(100, 900);
  const work = await run(slices, { length, threads: 8, meets: false, fails: -1 });

  expect(work.sum).toBe(sumUpTo(length)); // not the slices: two threads that write them into the book at once may count as one
});

test("is nearly eight times as fast on eight cores", async () => {
  const input = { length: 8 * random().int(20, 30), threads: 8 };

  expect(await measure(heavy, input, { cores: 8, against: alone })).toSpeedUp({ atLeast: 6.8 });
});

test("is nearly twice as fast on two real threads", async () => {
  await measureThreads(heavy, rowForTwo, { cores: 2, against: alone, atLeast: 1.5 });
});
