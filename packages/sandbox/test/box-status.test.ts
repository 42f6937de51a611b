import { describe, expect, it } from "vitest";
import { type BoxFacts, type PassedLimit, statusOf } from "../src/box-status.ts";

const good: BoxFacts = { sound: true, passed: null, violation: null, answered: true };
const limits: [PassedLimit, string][] = [
  ["memory", "memory-limit"],
  ["output", "output-limit"],
  ["cpu", "cpu-time-limit"],
  ["wall", "wall-time-limit"],
];

describe("statusOf", () => {
  it("calls a box answered when nothing speaks against it", () => {
    expect(statusOf(good)).toBe("answered");
  });

  it.each(limits)("puts the %s limit before an answer and before a violation", (passed, status) => {
    expect(statusOf({ ...good, passed })).toBe(status);
    expect(statusOf({ ...good, passed, violation: "more than one answer" })).toBe(status);
  });

  it("puts a violation before an answer", () => {
    expect(statusOf({ ...good, violation: "more than one answer" })).toBe("protocol-violation");
  });

  it("calls a box without an answer ended early", () => {
    expect(statusOf({ ...good, answered: false })).toBe("ended-early");
  });

  it("blames itself, whatever else was seen, when the box was not sound", () => {
    for (const passed of [null, ...limits.map(([limit]) => limit)])
      expect(statusOf({ ...good, sound: false, passed })).toBe("sandbox-error");
  });
});
