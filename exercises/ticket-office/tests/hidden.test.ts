import { explore, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const sell = scenario("sell", z.strictObject({ left: z.int(), printed: z.int(), answered: z.int() }));
const look = scenario("look", z.strictObject({ peak: z.int() }));
const jam = scenario(
  "jam",
  z.strictObject({ left: z.int(), printed: z.int(), answered: z.int(), jams: z.int(), latePrinted: z.int() }),
);

test("counts every sale, in every schedule", async () => {
  const tickets = random().int(20, 90);
  const day = await explore(sell, { tickets, visitors: 3 }, { rounds: 60 });

  expect(day).toHoldInEverySchedule(({ left, printed }) => left + printed === tickets, { otherwise: "lost-update" });
});

test("never sells more tickets than there are, in any schedule", async () => {
  const tickets = random().int(1, 2);
  const day = await explore(sell, { tickets, visitors: tickets + 1 }, { rounds: 60 });

  expect(day).toHoldInEverySchedule(({ left, printed }) => printed <= tickets && left >= 0, { otherwise: "race" });
});

test("sells all it can, and tells each visitor the truth", async () => {
  const tickets = random().int(2, 5);
  const day = await explore(sell, { tickets, visitors: 3 }, { rounds: 50 });

  const sold = Math.min(tickets, 3);
  expect(day).toHoldInEverySchedule(({ printed, answered }) => printed === sold && answered === sold, {
    otherwise: "wrong-result",
  });
});

test("survives a paper jam", async () => {
  const tickets = random().int(4, 9);
  const day = await explore(jam, { tickets, visitors: 3 }, { rounds: 50 });

  expect(day).toHoldInEverySchedule(
    ({ left, printed, jams, latePrinted }) => jams === 1 && latePrinted === 1 && left + printed === tickets,
    { otherwise: "wrong-result" },
  );
});

test("lets everybody look at the board at once", async () => {
  const visitors = random().int(2, 3);
  const day = await explore(look, { tickets: 9, visitors }, { rounds: 20 });

  expect(day).toHoldInEverySchedule(({ peak }) => peak === visitors, { otherwise: "not-overlapped" });
});
