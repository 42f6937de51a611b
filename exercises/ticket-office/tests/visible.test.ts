import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const sell = scenario("sell", z.strictObject({ left: z.int(), printed: z.int(), answered: z.int() }));

test("sells a ticket to a single visitor", async () => {
  const day = await explore(sell, { tickets: 2, visitors: 1 }, { rounds: 4 });

  expect(day).toHoldInEverySchedule(({ left, printed, answered }) => left === 1 && printed === 1 && answered === 1, {
    otherwise: "wrong-result",
  });
});

test("turns a visitor away when nothing is left", async () => {
  const day = await explore(sell, { tickets: 0, visitors: 1 }, { rounds: 4 });

  expect(day).toHoldInEverySchedule(({ left, printed, answered }) => left === 0 && printed === 0 && answered === 0, {
    otherwise: "wrong-result",
  });
});

test("counts both tickets when two visitors buy at once", async () => {
  const day = await explore(sell, { tickets: 10, visitors: 2 }, { rounds: 80 });

  expect(day).toHoldInEverySchedule(({ left, printed }) => left + printed === 10, { otherwise: "lost-update" });
});
