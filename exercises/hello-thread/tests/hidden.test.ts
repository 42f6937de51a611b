import { explore, random, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const greet = scenario("greet", z.strictObject({ onReturn: z.string().nullable(), atEnd: z.string().nullable() }));

test("has waited for the thread when it returns, in every schedule", async () => {
  const name = ["grace", "alan", "barbara", "edsger"][random().int(0, 3)] ?? "grace";
  const notes = await explore(
    greet,
    { name },
    { invariant: ({ onReturn }) => onReturn === `hello from ${name}`, rounds: 320 },
  );

  expect(notes).toHoldInEverySchedule({ otherwise: "order" });
});
