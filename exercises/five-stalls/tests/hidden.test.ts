import { explore, random, sample, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const stable = scenario(
  "stable",
  z.strictObject({ most: number, rests: number, bolted: number, stayed: number, free: number, peak: number }),
);

test("uses every stall when enough carts are there", async () => {
  const places = random().int(2, 3);
  const carts = Array.from({ length: places + 1 }, () => ({ horses: 1, meets: true }));
  const day = await sample(stable, { places, carts, taken: 0 }, { rounds: 40 });

  expect(day).toHoldInEverySchedule(({ peak, most }) => peak === places && most === places, {
    otherwise: "not-overlapped",
  });
});

test("finds room for carts of two horses", async () => {
  const places = random().int(2, 3);
  const carts = Array.from({ length: 3 }, () => ({ horses: 2, meets: true }));
  const day = await sample(stable, { places, carts, taken: 0 }, { rounds: 160 });

  expect(day).toHoldInEverySchedule(({ most, rests, free }) => most <= places && rests === 3 && free === places, {
    otherwise: "race",
  });
});

test("gives stalls back when a horse bolts", async () => {
  const places = random().int(4, 6);
  const carts = [{ horses: 2, bolts: true }, { horses: 1, hurried: true, bolts: true }, { horses: 1 }];
  const day = await explore(stable, { places, carts, taken: 0 }, { rounds: 40 });

  expect(day).toHoldInEverySchedule(({ free }) => free === places, { otherwise: "leak" });
  expect(day).toHoldInEverySchedule(({ bolted, rests }) => bolted === 2 && rests === 3, { otherwise: "wrong-result" });
});

test("turns a hurried cart away when all stalls are taken", async () => {
  const places = random().int(2, 5);
  const carts = [{ horses: random().int(1, 2), hurried: true }];
  const day = await explore(
    stable,
    { places, carts, taken: places },
    { invariant: ({ stayed, rests, free }) => stayed === 0 && rests === 0 && free === 0, rounds: 10 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("lets in exactly one of two hurried carts", async () => {
  const horses = 2; // with one, who gives back a single permit would be right
  const carts = Array.from({ length: 2 }, () => ({ horses, hurried: true, meets: true }));
  const day = await sample(stable, { places: horses, carts, taken: 0 }, { rounds: 80 });

  expect(day).toHoldInEverySchedule(({ stayed, rests, free }) => stayed === 1 && rests === 1 && free === horses, {
    otherwise: "race",
  });
});
