import { expect, test } from "vitest";
import * as told from "../src/testkit/told.ts";

test("one of something is told as one", () => {
  expect(told.broken({ count: 1, rounds: 1 }).en).toBe("It broke at once, in the only run.");
  expect(told.broken({ explored: 1 }).en).toBe("The very first schedule that was explored shows it.");
  expect(told.broken({ explored: 7 }).en).toMatch(/^One of the 7 schedules/);
  expect(told.covered({ kind: "bounded", switches: 1 }, 600).en).toContain("every one with one forced switch at most.");
  expect(told.covered({ kind: "bounded", switches: 2 }, 600).en).toContain("with at most 2 forced switches");
});
