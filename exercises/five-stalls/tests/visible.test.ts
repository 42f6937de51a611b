import { explore, sample, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const stable = scenario(
  "stable",
  z.strictObject({ most: number, rests: number, bolted: number, stayed: number, free: number, peak: number }),
);

test("lets one cart rest and leave", async () => {
  const day = await explore(
    stable,
    { places: 5, carts: [{ horses: 1 }], taken: 0 },
    { invariant: ({ rests, free }) => rests === 1 && free === 5, rounds: 4 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("never has more horses than stalls", async () => {
  const carts = Array.from({ length: 3 }, () => ({ horses: 1, meets: true }));
  const day = await sample(stable, { places: 2, carts, taken: 0 }, { rounds: 40 });

  expect(day).toHoldInEverySchedule(({ most, rests }) => most <= 2 && rests === 3, { otherwise: "race" });
});
