import type { Plain } from "@lockstep/contracts";
import { beforeEach, describe, expect, test } from "vitest";
import { extendExpect } from "../src/testkit/matchers.ts";
import type { Coverage, Exploration } from "../src/testkit/exploration.ts";

const property = { otherwise: "not-overlapped" } as const;
const met = (observations: readonly Plain[], coverage: Coverage = { kind: "every" }): Exploration<Plain> => ({
  rounds: 9,
  ends: observations.map((observation) => ({ observation, count: 1, schedule: null })),
  coverage,
  races: [],
  invariant: null,
});

describe("every legal outcome has to be possible", () => {
  beforeEach(() => extendExpect());

  test("and is, in whatever order its keys are written, and whatever else is", ({ task }) => {
    expect(
      met([
        { a: 1, b: [2] },
        { a: 0, b: [] },
      ]),
    ).toAllowEveryOutcome([{ b: [2], a: 1 }], property);
    expect(task.meta.lockstep).toBeUndefined();
  });

  test("one that never comes is named, with the test's reason, in both languages", ({ task }) => {
    expect(() => expect(met([{ beside: 0 }])).toAllowEveryOutcome([{ beside: 1 }, { beside: 2 }], property)).toThrow(
      'never ends with: {"beside":1} · {"beside":2}',
    );
    expect(task.meta.lockstep).toMatchObject({
      verdict: "wrong-answer",
      reason: "not-overlapped",
      seen: {
        en: expect.stringMatching(/can never happen with your program: beside = 1 \(and 1 more\)/),
        "zh-CN": expect.stringMatching(/永远不会出现：beside = 1（还有 1 个）/),
      },
    });
  });

  test.each<Coverage>([{ kind: "bounded", switches: 2 }, { kind: "some" }, { kind: "sampled" }])(
    "where not every schedule was looked at ($kind), one that was not seen may come all the same",
    (coverage) => {
      expect(met([{ beside: 0 }], coverage)).toAllowEveryOutcome([{ beside: 1 }], property);
    },
  );
});
