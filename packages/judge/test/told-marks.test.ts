import type { ScheduleEvent } from "@lockstep/contracts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explorersMarks, withToldMarks } from "../src/told-marks.ts";

const marks = [
  { en: "sums {} to {}", "zh-CN": "求 {} 到 {} 的和" },
  { en: "paper jam", "zh-CN": "卡纸" },
];

function told(event: Partial<ScheduleEvent>): ScheduleEvent | undefined {
  const events: ScheduleEvent[] = [{ thread: "a", step: "mark", on: "", ...event }];
  return withToldMarks({ seed: 1, truncated: 0, events }, marks).events[0];
}

test("says a mark in every language, with its values", () => {
  expect(told({ on: "sums 3 to 17" })?.said).toEqual({ en: "sums 3 to 17", "zh-CN": "求 3 到 17 的和" });
  expect(told({ on: "paper jam" })?.said).toEqual({ en: "paper jam", "zh-CN": "卡纸" });
});

test.each(["paper jam!", "sums 3", "sums 3 to", "a paper jam", ""])("leaves %j as it is: no mark is like it", (on) => {
  expect(told({ on })).toEqual({ thread: "a", step: "mark", on });
});

test("takes nothing from a box: neither words that it gives itself, nor those of another step", () => {
  const said = { en: "accepted", "zh-CN": "通过" };
  expect(told({ on: "other", said })).not.toHaveProperty("said");
  expect(told({ on: "paper jam", step: "read", said })).not.toHaveProperty("said");
});

test("knows every mark that the explorer writes by itself", () => {
  const source = readFileSync(join(import.meta.dirname, "../../interleave/src/trace.ts"), "utf8");
  const written = Array.from(source.matchAll(/step: "mark", on: (["`])(.*?)\1/g), ([, , words = ""]) =>
    words.replaceAll(/\$\{[^}]*\}/g, "{}"),
  );

  expect([...new Set(written)].toSorted()).toEqual(explorersMarks.map(({ en }) => en).toSorted());
});
