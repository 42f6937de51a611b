import { run, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const number = z.int();
const server = scenario(
  "server",
  z.strictObject({
    answers: z.array(z.string().nullable()).nullable(),
    asked: number,
    most: number,
    least: number,
    ended: z.boolean(),
  }),
);

/** One thread only, so there is one schedule: at full speed. */
async function once(input: { readonly count: number; readonly atMost: number; readonly unanswered: number }) {
  return { rounds: 1, ends: [{ observation: await run(server, input), count: 1, schedule: null }] };
}

test("asks three questions", async () => {
  const day = await once({ count: 3, atMost: 1, unanswered: -1 });

  expect(day).toHoldInEverySchedule(({ ended }) => ended, { otherwise: "starvation" });
  expect(day).toHoldInEverySchedule(({ answers }) => answers?.join() === "answer 0,answer 1,answer 2", {
    otherwise: "wrong-result",
  });
});

test("asks nothing where there is nothing to ask", async () => {
  const day = await once({ count: 0, atMost: 3, unanswered: -1 });

  expect(day).toHoldInEverySchedule(({ ended }) => ended, { otherwise: "starvation" });
  expect(day).toHoldInEverySchedule(({ answers, asked }) => answers?.length === 0 && asked === 0, {
    otherwise: "wrong-result",
  });
});
