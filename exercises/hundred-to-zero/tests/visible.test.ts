import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const take = scenario(
  "take",
  z.strictObject({
    left: number,
    takings: number,
    chewed: number,
    sour: number,
    sum: number,
    lowest: number,
    beside: number,
    peak: number,
  }),
);

test("counts down for a single child", async () => {
  const party = await explore(
    take,
    { sweets: 5, habits: [{ takings: 3 }] },
    {
      invariant: ({ left, takings, chewed, sum }) => left === 2 && takings === 3 && chewed === 3 && sum === 4 + 3 + 2,
      rounds: 4,
    },
  );

  expect(party).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("counts both takings of two children", async () => {
  const party = await explore(
    take,
    { sweets: 10, habits: [{ takings: 1 }, { takings: 1 }] },
    { invariant: ({ left }) => left === 8, rounds: 100 },
  );

  expect(party).toHoldInEverySchedule({ otherwise: "lost-update" });
});
