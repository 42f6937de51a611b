import { explore, random, sample, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const sell = scenario("sell", z.strictObject({ left: z.int(), printed: z.int(), answered: z.int() }));
const look = scenario("look", z.strictObject({ peak: z.int() }));
const board = scenario("board", z.strictObject({ beside: z.int() }));
const jam = scenario(
  "jam",
  z.strictObject({ left: z.int(), printed: z.int(), answered: z.int(), jams: z.int(), latePrinted: z.int() }),
);

test("counts every sale, in every schedule", async () => {
  const tickets = random().int(20, 90);
  const day = await explore(
    sell,
    { tickets, visitors: 3 },
    { invariant: ({ left, printed }) => left + printed === tickets, rounds: 60 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "lost-update" });
});

test("never sells more tickets than there are, in any schedule", async () => {
  const tickets = random().int(1, 2);
  const day = await explore(
    sell,
    { tickets, visitors: tickets + 1 },
    { invariant: ({ left, printed }) => printed <= tickets && left >= 0, rounds: 60 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "race" });
});

test("sells all it can, and tells each visitor the truth", async () => {
  const tickets = random().int(2, 5);
  const sold = Math.min(tickets, 3);
  const day = await explore(
    sell,
    { tickets, visitors: 3 },
    { invariant: ({ printed, answered }) => printed === sold && answered === sold, rounds: 50 },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("survives a paper jam", async () => {
  const tickets = random().int(4, 9);
  const day = await explore(
    jam,
    { tickets, visitors: 3 },
    {
      invariant: ({ left, printed, jams, latePrinted }) =>
        jams === 1 && latePrinted === 1 && left + printed === tickets,
      rounds: 50,
    },
  );

  expect(day).toHoldInEverySchedule({ otherwise: "wrong-result" });
});

test("lets everybody look at the board at once", async () => {
  // To be alone there, and to meet somebody: both can happen where nobody has to wait to look.
  const met = await explore(board, { tickets: 9, visitors: 2 }, { rounds: 20 });

  expect(met).toAllowEveryOutcome([{ beside: 0 }, { beside: 1 }], { otherwise: "not-overlapped" });

  const visitors = random().int(2, 3);
  // Who is there at once is known on real threads only.
  const day = await sample(look, { tickets: 9, visitors }, { rounds: 20 });

  expect(day).toHoldInEverySchedule(({ peak }) => peak === visitors, { otherwise: "not-overlapped" });
});
