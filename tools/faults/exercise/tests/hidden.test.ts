import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const ask = scenario("ask", z.strictObject({ answer: z.number() }));

test("answers again", async () => {
  expect(await explore(ask, {}, { rounds: 1 })).toHoldInEverySchedule(({ answer }) => answer === 42, {
    otherwise: "wrong-result",
  });
});
