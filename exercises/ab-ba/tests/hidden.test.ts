import { explore, random, sample, scenario } from "@lockstep/judge/testkit";
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

test("ends when three accounts pay in a ring", async () => {
  const amount = random().int(1, 50);
  const orders = [0, 1, 2].map((from) => ({ from, to: (from + 1) % 3, amount }));
  const day = await explore(
    transfers,
    { balances: [100, 100, 100], orders, agree: false },
    { invariant: ({ balances }) => balances.every((balance) => balance === 100), rounds: 80 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "lost-update" });
});

test("pays itself without waiting for itself", async () => {
  const balance = random().int(50, 90);
  const alone = await explore(
    transfers,
    { balances: [balance], orders: [{ from: 0, to: 0, amount: 40 }], agree: false },
    { rounds: 4 },
  );
  expect(alone).toHoldInEverySchedule(
    ({ balances: [left], answered, written }) => left === balance && answered === 1 && written === 1,
    { otherwise: "wrong-result" },
  );

  const tooMuch = [{ from: 0, to: 0, amount: balance + 1 }];
  const refused = await explore(transfers, { balances: [balance], orders: tooMuch, agree: false }, { rounds: 4 });
  expect(refused).toHoldInEverySchedule(({ answered, written }) => answered === 0 && written === 0, {
    otherwise: "wrong-result",
  });

  const orders = [
    { from: 0, to: 0, amount: 40 },
    { from: 0, to: 1, amount: 5 },
  ];
  const together = await explore(transfers, { balances: [balance, 0], orders, agree: false }, { rounds: 60 });
  expect(together).toHoldInEverySchedule(({ balances: [left, paid] }) => left === balance - 5 && paid === 5, {
    otherwise: "lost-update",
  });
});

test("never takes more than there is, in any schedule", async () => {
  const balance = random().int(100, 150);
  const orders = [1, 2].map((to) => ({ from: 0, to, amount: 80 }));
  const day = await explore(
    transfers,
    { balances: [balance, 0, 0], orders, agree: false },
    {
      invariant: ({ balances: [left], answered, written }) => left === balance - 80 && answered === 1 && written === 1,
      rounds: 80,
    },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "race" });
});

test("writes only when both balances agree, in any schedule", async () => {
  const amount = random().int(1, 30);
  const orders = [
    { from: 0, to: 1, amount },
    { from: 0, to: 1, amount: 5 },
    { from: 1, to: 0, amount: 7 },
  ];
  const day = await explore(
    transfers,
    { balances: [100, 100], orders, agree: true },
    { invariant: ({ odd, written }) => odd === 0 && written === 3, rounds: 80 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "race" });
});

test("undoes everything when the pen is dry", async () => {
  const amount = random().int(1, 30);
  const orders = [
    { from: 0, to: 1, amount, dry: true },
    { from: 1, to: 0, amount: 5 },
  ];
  const day = await explore(
    transfers,
    { balances: [100, 100], orders, agree: false },
    {
      invariant: ({ balances: [a, b], dry, answered }) => a === 105 && b === 95 && dry === 1 && answered === 1,
      rounds: 40,
    },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("lets transfers between other accounts go on", async () => {
  const amount = random().int(1, 30);
  const orders = [
    { from: 0, to: 1, amount, meets: true },
    { from: 3, to: 2, amount, meets: true },
  ];
  const day = await sample(transfers, { balances: [50, 50, 50, 50], orders, agree: false }, { rounds: 20 });

  expect(day).toHoldInEverySchedule(({ peak }) => peak === 2, { otherwise: "not-overlapped" });
});
