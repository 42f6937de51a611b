import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const bakery = scenario(
  "bakery",
  z.strictObject({
    results: z.array(z.int().nullable()).nullable(),
    alive: number,
    baked: number,
    hands: number,
    peak: number,
  }),
);

test("bakes three orders in one oven", async () => {
  const day = await explore(
    bakery,
    { orders: [3, 1, 2], ovens: 1, burns: 0, meets: false },
    { invariant: ({ results }) => results?.join() === "10,2,5", rounds: 20 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("needs no oven where there are no orders", async () => {
  const day = await explore(
    bakery,
    { orders: [], ovens: 2, burns: 0, meets: false },
    { invariant: ({ results }) => results?.length === 0, rounds: 2 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});
