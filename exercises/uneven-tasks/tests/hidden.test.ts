import { measure, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const sums = scenario("sums", z.array(z.number()));
const alone = scenario("alone", z.array(z.number()));

test("uses four cores when it is told to use four threads", async () => {
  const size = random().int(60, 90);
  const input = { sizes: Array.from({ length: 8 }, () => size), threads: 4 };

  expect(await measure(sums, input, { cores: 4, against: alone })).toSpeedUp({ atLeast: 3.2 });
});

test("shares tasks that are not equally large", async () => {
  const unit = random().int(20, 30);
  const input = { sizes: [1, 2, 3, 4, 5, 6, 7, 8].map((k) => k * unit), threads: 2 };

  expect(await measure(sums, input, { cores: 2, against: alone })).toSpeedUp({ atLeast: 1.65 });
});

test("waits for its threads without asking again and again", async () => {
  expect(
    await measure(sums, { sizes: [90, 90, 90], threads: 3 }, { cores: 4, against: alone }),
  ).toWaitWithoutSpinning();
});

test("copes with fewer tasks than threads, and with none", async () => {
  const { observation } = await measure(
    sums,
    { sizes: [random().int(2, 40)], threads: 3 },
    { cores: 2, against: alone },
  );
  expect(observation).toHaveLength(1);
  await measure(sums, { sizes: [], threads: 2 }, { cores: 2, against: alone });
});
