import { expect, test } from "vitest";
import { TooManyThreadsError } from "../src/index.ts";
import { createGate, Gate } from "../src/seam.ts";

test("has places for 63 threads, and says so", () => {
  const gate = new Gate(createGate(), () => undefined);
  for (let thread = 1; thread <= 63; thread++) gate.admit(thread, "thread");

  expect(() => gate.admit(64, "one too many")).toThrow(TooManyThreadsError);
});
