import { explore, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const count = scenario("count", z.strictObject({ value: z.int() }));

test("counts what several threads do, in every schedule", async () => {
  const threads = random().int(2, 3);
  const counted = await explore(count, { threads, times: 1 }, { invariant: ({ value }) => value === threads });

  expect(counted).toHoldInEverySchedule({ otherwise: "lost-update" });
});
