import { expect, test } from "vitest";
import { fieldLabel, numberFirst } from "../src/labels.ts";

test("a struct that has a second instance has a first: its label says so", () => {
  const labels = [
    fieldLabel("Account", 1, "lock"),
    fieldLabel("Account", 2, "lock"),
    fieldLabel("Bank", 1, "lock"),
    fieldLabel("Seen", 0, "count"),
    "stalls",
  ];
  expect(labels.map(numberFirst(labels))).toEqual([
    "Account#1.lock",
    "Account#2.lock",
    "Bank.lock",
    "Seen.count",
    "stalls",
  ]);
});
