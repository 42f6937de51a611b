import { measure, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const ask = scenario("ask", z.array(z.number()));
const answers = (count: number) => Array.from({ length: count }, (_, i) => (i * 7919) % 1009);

test("has four hundred requests under way at once", async () => {
  const asked = await measure(ask, { count: 400, limit: null }, { cores: 1 });

  expect(asked).toKeepInFlight({ what: "sleep", atLeast: 400 });
  expect(asked.observation).toEqual(answers(400));
});

test("never has more under way than the limit allows, and that many nearly all the time", async () => {
  const limit = random().int(15, 20);
  const asked = await measure(ask, { count: 12 * limit, limit }, { cores: 1 });

  expect(asked).toKeepInFlight({
    what: "sleep",
    atLeast: limit,
    atMost: limit,
    onAverage: 0.85 * limit,
    otherwise: "order",
  });
  expect(asked.observation).toEqual(answers(12 * limit));
});

test("waits without asking again and again", async () => {
  expect(await measure(ask, { count: 30, limit: 3 }, { cores: 1 })).toWaitWithoutSpinning();
});

test("copes with fewer items than the limit, and with none", async () => {
  expect((await measure(ask, { count: 2, limit: 5 }, { cores: 1 })).observation).toEqual(answers(2));
  expect((await measure(ask, { count: 0, limit: 5 }, { cores: 1 })).observation).toEqual([]);
});
