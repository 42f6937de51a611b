import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const count = scenario("count", z.strictObject({ value: z.int() }));

test("counts what a single thread does", async () => {
  const counted = await explore(count, { threads: 1, times: 3 }, { invariant: ({ value }) => value === 3 });

  expect(counted).toHoldInEverySchedule({ otherwise: "wrong-result" });
});
