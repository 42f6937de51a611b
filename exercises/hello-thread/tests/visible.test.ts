import { explore, scenario } from "@lockstep/judge/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const greet = scenario("greet", z.strictObject({ onReturn: z.string().nullable(), atEnd: z.string().nullable() }));

test("another thread says hello, under the name that was asked for", async () => {
  const notes = await explore(
    greet,
    { name: "ada" },
    { invariant: ({ atEnd }) => atEnd === "hello from ada", rounds: 10 },
  );

  expect(notes).toHoldInEverySchedule({ otherwise: "wrong-result" });
});
