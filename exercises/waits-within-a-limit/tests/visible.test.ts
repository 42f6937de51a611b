import { measure, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const ask = scenario("ask", z.array(z.number()));
const answers = (count: number) => Array.from({ length: count }, (_, i) => (i * 7919) % 1009);

test("answers in the order of the items", async () => {
  const count = random().int(3, 9);
  const { observation } = await measure(ask, { count, limit: null }, { cores: 1 });

  expect(observation).toEqual(answers(count));
});

test("has forty requests under way at once", async () => {
  const asked = await measure(ask, { count: 40, limit: null }, { cores: 1 });

  expect(asked).toKeepInFlight({ what: "sleep", atLeast: 40 });
  expect(asked.observation).toEqual(answers(40));
});
