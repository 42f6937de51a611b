import { expect, test } from "vitest";
import { decided, errorOfLead, type LeadRule, type Vote } from "../../src/index.ts";
import { randomFrom } from "./random.ts";

const RULE: LeadRule = { leadForFast: 2, leadForSlow: 2, roundsMax: 12 };

test("asks for more rounds until one side leads", () => {
  expect(decided([], RULE)).toBe(null);
  expect(decided(["fast"], RULE)).toBe(null);
  expect(decided(["fast", "void", "fast"], RULE)).toBe("fast");
  expect(decided(["fast", "slow", "slow", "slow"], RULE)).toBe("slow");
});

test("says that the machine is too busy when rounds run out, and never that the program is slow", () => {
  const rounds: Vote[] = Array.from({ length: 12 }, () => "void");
  expect(decided(rounds, RULE)).toBe("busy");
  expect(decided(rounds.slice(1), RULE)).toBe(null);
});

test("wants more votes for slow than for fast", () => {
  expect(decided(["slow", "slow"])).toBe(null);
  expect(decided(["slow", "slow", "slow"])).toBe("slow");
});

test.each([0.1, 0.2])("errs as often as Wald says, where a vote errs with %f", (error) => {
  const random = randomFrom(7);
  const trials = 20_000;
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    const votes: Vote[] = [];
    let verdict = null;
    while (verdict === null) {
      votes.push(random() < error ? "slow" : "fast");
      verdict = decided(votes, { ...RULE, roundsMax: 1000 });
    }
    if (verdict === "slow") wrong++;
  }
  const expected = errorOfLead(error, 2);
  // Five standard deviations: it fails by chance once in two million.
  expect(Math.abs(wrong / trials - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / trials));
});
