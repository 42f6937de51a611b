import { measure, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const sums = scenario("sums", z.array(z.number()));
const alone = scenario("alone", z.array(z.number()));

test("adds up eight tasks", async () => {
  const { observation } = await measure(
    sums,
    { sizes: [3, 1, 4, 1, 5, 9, 2, 6], threads: 2 },
    { cores: 2, against: alone },
  );

  expect(observation).toHaveLength(8);
});

test("is nearly twice as fast on two cores", async () => {
  const size = random().int(60, 90);

  expect(
    await measure(sums, { sizes: Array.from({ length: 8 }, () => size), threads: 2 }, { cores: 2, against: alone }),
  ).toSpeedUp({ atLeast: 1.7 });
});
