import { sample, scenario } from "@lockstep/judge/testkit";
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

test("adds up three equal slices", async () => {
  const work = await sample(slices, { length: 12, threads: 3, meets: false, fails: -1 }, { rounds: 10 });

  expect(work).toHoldInEverySchedule(({ sum, numbers }) => sum === 78 && numbers === 12, { otherwise: "wrong-result" });
});

test("has more threads than numbers", async () => {
  const work = await sample(slices, { length: 2, threads: 3, meets: false, fails: -1 }, { rounds: 10 });

  expect(work).toHoldInEverySchedule(({ sum, numbers }) => sum === 3 && numbers === 2, { otherwise: "wrong-result" });
});
