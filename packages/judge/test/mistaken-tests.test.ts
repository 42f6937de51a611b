import { readSourceFolder } from "@lockstep/catalog";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unknownMatcher } from "../src/testkit/matcher-names.ts";
import { openRig } from "./judge-rig.ts";

const rig = openRig("ticket-office");

/** What instructors are told where the visible tests have this mistake in them. */
async function told(mistake: (text: string) => string) {
  const said = new Map<string, string>();
  const tests = rig.pack.tests.map((file) =>
    file.name.startsWith("visible") ? { ...file, text: mistake(file.text) } : file,
  );
  const report = await rig.judge.grade(
    {
      pack: { ...rig.pack, version: crypto.randomUUID().replaceAll("-", "").padStart(64, "0"), tests },
      language: "typescript",
      files: await readSourceFolder(join(rig.folder, "solutions/accepted/lock-in-finally")),
      purpose: "run",
      seed: 1,
    },
    { onTestSaid: (id, text) => void said.set(id, text) },
  );
  return { verdict: report.verdict, internal: report.internal ?? "", said };
}

test("a forgotten await is ours, told once with its line; of an observation that doesn't fit, instructors are told the part", async () => {
  const another = 'scenario("sell", z.looseObject({ left: z.string() }))';
  const { verdict, internal, said } = await told((text) =>
    text
      .replace("await explore", "explore")
      .replace("await explore", "explore")
      .replace("explore(sell, { tickets: 10", `explore(${another}, { tickets: 10`),
  );

  expect(internal).toBe(
    "one-visitor (and likewise sold-out): visible.test.ts:10: toHoldInEverySchedule was given a promise: await it",
  );
  expect(verdict).toBe("internal-error");
  expect(said.get("two-at-once")).toMatch(/^visible\.test\.ts:24: sell observed \{"left":8,.*\}: left: .*string/);
});

test("a scenario that there isn't is ours, told once without a trace, with those that there are", async () => {
  const { verdict, internal } = await told((text) => text.replace('scenario("sell"', 'scenario("sel"'));

  expect(internal).toBe(
    'the test "sells a ticket to a single visitor" asks for the scenario "sel", which isn\'t there; there are: board, jam, look, sell',
  );
  expect(verdict).toBe("internal-error");
});

test.each([
  ["Invalid Chai property: toHoldInAllSchedules", "the nearest is toHoldInEverySchedule"],
  ['Invalid Chai property: toSpedUp. Did you mean "toString"?', "the nearest is toSpeedUp"],
  ["Invalid Chai property: toBeEqual", "the nearest is toEqual"],
  ["Invalid Chai property: isCorrect", "beside vitest's there are: toHoldInEverySchedule, toAllowEveryOutcome,"],
])("%s: %s", (message, hint) => {
  expect(unknownMatcher(message)).toContain(hint);
});

test("what is no word on a matcher is left as it is", () => {
  expect(unknownMatcher("expected 3 to be 4")).toBeUndefined();
});
