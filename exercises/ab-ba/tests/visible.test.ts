import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const transfers = scenario(
  "transfers",
  z.strictObject({
    balances: z.array(number),
    answered: number,
    written: number,
    odd: number,
    dry: number,
    peak: number,
  }),
);

test("moves money and writes it down", async () => {
  const orders = [{ from: 0, to: 1, amount: 30 }];
  const day = await explore(
    transfers,
    { balances: [100, 0], orders, agree: false },
    {
      invariant: ({ balances: [a, b], answered, written }) => a === 70 && b === 30 && answered === 1 && written === 1,
      rounds: 4,
    },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("moves nothing when there is too little", async () => {
  const orders = [{ from: 0, to: 1, amount: 30 }];
  const day = await explore(
    transfers,
    { balances: [20, 0], orders, agree: false },
    {
      invariant: ({ balances: [a, b], answered, written }) => a === 20 && b === 0 && answered === 0 && written === 0,
      rounds: 4,
    },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("ends when money goes both ways at once", async () => {
  const orders = [
    { from: 0, to: 1, amount: 30 },
    { from: 1, to: 0, amount: 20 },
  ];
  const day = await explore(
    transfers,
    { balances: [100, 100], orders, agree: false },
    { invariant: ({ balances: [a = 0, b = 0] }) => a + b === 200, rounds: 80 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "lost-update" });
});
