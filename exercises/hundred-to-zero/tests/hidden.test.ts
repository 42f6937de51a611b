import { explore, random, run, sample, scenario } from "@lockstep/judge/testkit";
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
const chew = scenario("chew", z.strictObject({ beside: number }));

/** What children are told in all when each number below `sweets` is told once, `takings` times. */
const toldInAll = (sweets: number, takings: number) =>
  Array.from({ length: takings }, (_unused, i) => sweets - 1 - i).reduce((sum, left) => sum + left, 0);

test("counts every taking, in every schedule", async () => {
  const sweets = random().int(20, 90);
  const habits = [{ takings: 2 }, { takings: 2 }, { takings: 1 }];
  const party = await explore(take, { sweets, habits }, { invariant: ({ left }) => left === sweets - 5, rounds: 80 });

  expect(party).toHoldInEverySchedule({ otherwise: "lost-update" });
});

test("tells each child what its own taking left", async () => {
  const sweets = random().int(20, 90);
  const habits = [{ takings: 1 }, { takings: 1 }, { takings: 1 }];
  const party = await explore(
    take,
    { sweets, habits },
    {
      invariant: ({ takings, sum, lowest }) => takings === 3 && lowest === sweets - 3 && sum === toldInAll(sweets, 3),
      rounds: 80,
    },
  );

  expect(party).toHoldInEverySchedule({ otherwise: "race" });
});

test("goes on when a sweet is too sour", async () => {
  const sweets = random().int(20, 90);
  const habits = [{ takings: 1, sour: true }, { takings: 2 }];
  const party = await explore(
    take,
    { sweets, habits },
    { invariant: ({ left, sour, takings }) => left === sweets - 3 && sour === 1 && takings === 2, rounds: 40 },
  );

  expect(party).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("lets all children chew at once", async () => {
  // To chew alone, and beside another: both can happen where nobody has to wait to chew.
  const chewers = [
    { takings: 1, looksAround: true },
    { takings: 1, looksAround: true },
  ];
  const met = await explore(chew, { sweets: 30, habits: chewers }, { rounds: 20 });

  expect(met).toAllowEveryOutcome([{ beside: 0 }, { beside: 1 }], { otherwise: "not-overlapped" });

  const children = random().int(2, 3);
  const habits = Array.from({ length: children }, () => ({ takings: 1, meets: true }));
  const party = await sample(take, { sweets: 30, habits }, { rounds: 20 });

  expect(party).toHoldInEverySchedule(({ peak, chewed }) => peak === children && chewed === children, {
    otherwise: "not-overlapped",
  });
});

test("empties a jar of a hundred at full speed", async () => {
  const input = { sweets: 100, habits: Array.from({ length: 4 }, () => ({ takings: 25 })) };
  // Whoever gets stuck is told so at once when one thread goes at a time; at full speed only the limit would end it.
  await sample(take, input, { rounds: 1 });
  const party = await run(take, input);

  expect(party.left).toBe(0);
});
