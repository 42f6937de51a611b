import { explore, sample, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const crossing = scenario(
  "crossing",
  z.strictObject({ early: number, entered: number, onRed: number, crossed: number, stalled: number, peak: number }),
);

test("lets a car pass at a green light", async () => {
  const afternoon = await explore(
    crossing,
    { cars: 1, green: true, turns: [] },
    { invariant: ({ entered, crossed }) => entered === 1 && crossed === 1, rounds: 4 },
  );

  expect(afternoon).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("holds a car at a red light until it turns green", async () => {
  const input = { cars: 1, green: false, turns: [true], waits: true };
  const afternoon = await sample(crossing, input, { rounds: 100, stepsMax: 2000 });

  expect(afternoon).toHoldInEverySchedule(({ early, onRed }) => early === 0 && onRed === 0, { otherwise: "order" });
  expect(afternoon).toHoldInEverySchedule(({ entered, crossed }) => entered === 1 && crossed === 1, {
    otherwise: "wrong-result",
  });
});
