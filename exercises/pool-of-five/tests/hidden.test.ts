import { explore, measure, random, sample, scenario } from "@lockstep/judge/testkit";
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

const rush = scenario("rush", number);

/** Different orders, none of them 0. */
const someOrders = (count: number) => {
  const first = random().int(1, 50);
  return Array.from({ length: count }, (_unused, i) => first + i * 3);
};
const baked = (order: number) => order * order + 1;

test("gives the results in the order of the orders, in every schedule", async () => {
  const orders = someOrders(4);
  const day = await explore(
    bakery,
    { orders, ovens: 2, burns: 0, meets: false },
    { invariant: ({ results }) => results?.join() === orders.map(baked).join(), rounds: 60 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "order" });
});

test("uses the same few threads again", async () => {
  const orders = someOrders(5);
  const day = await explore(
    bakery,
    { orders, ovens: 2, burns: 0, meets: false },
    { invariant: ({ hands, baked: count }) => hands <= 2 && count === 5, rounds: 20 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("has all ovens at work at once", async () => {
  const ovens = random().int(2, 3);
  const day = await sample(bakery, { orders: someOrders(ovens + 1), ovens, burns: 0, meets: true }, { rounds: 20 });

  expect(day).toHoldInEverySchedule(({ peak }) => peak === ovens, { otherwise: "not-overlapped" });
});

test("goes on when one order burns", async () => {
  const orders = someOrders(4);
  const burns = orders[random().int(0, 2)] ?? 1;
  const day = await explore(
    bakery,
    { orders, ovens: 2, burns, meets: false },
    { invariant: ({ results }) => results?.join() === expected.join(), rounds: 40 },
  );

  const expected = orders.map((order) => (order === burns ? null : baked(order)));
  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("has closed the pool when it returns", async () => {
  const day = await explore(
    bakery,
    { orders: someOrders(3), ovens: 2, burns: 0, meets: false },
    { invariant: ({ alive, baked: count }) => alive === 1 && count === 3, rounds: 20 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "leak" });
});

test("lets no oven go cold while orders wait", async () => {
  const first = random().int(1, 50);
  const orders = Array.from({ length: 40 }, (_unused, i) => first + i); // every fifth is a cake

  // A pool comes to 4 at least, whoever bakes the last cake; batches of five, each as long as its cake, to 2.
  expect(await measure(rush, { orders, ovens: 5 }, { cores: 1 })).toKeepInFlight({
    what: "bake",
    atLeast: 5,
    atMost: 5,
    onAverage: 3.2,
    otherwise: "wrong-result",
  });
});
