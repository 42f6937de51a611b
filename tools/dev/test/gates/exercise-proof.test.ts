import { expect, test } from "vitest";
import { exerciseProof } from "../../src/gates/exercise-proof.ts";
import { openCheckout } from "./checkout.ts";

const right = { path: "accepted/lock", verdict: "accepted" };
const wrong = { path: "wrong-answer/no-lock", verdict: "wrong-answer", reason: "race", case: "two-at-once" };
const open = (solutions: readonly object[], more: Readonly<Record<string, unknown>> = {}) =>
  openCheckout({
    "exercises/office/exercise.json": { solutions },
    "exercises/office/solutions/accepted/lock/office.ts": "",
    "exercises/office/solutions/wrong-answer/no-lock/office.ts": "",
    ...more,
  });

test("lets an exercise pass whose solutions are all stated", () => {
  using checkout = open([right, wrong]);

  expect(exerciseProof.run(checkout.path)).toBe("");
});

test.each([
  { solutions: [right], says: "does not state what solutions/wrong-answer/no-lock must get." },
  { solutions: [right, wrong, { ...right, path: "accepted/other" }], says: "accepted/other, which is not there." },
  { solutions: [{ ...right, verdict: "wrong-answer" }, wrong], says: "the folder names the verdict." },
  { solutions: [wrong], says: "has no accepted solution" },
  { solutions: [right], says: "has no wrong solution" },
])("refuses an exercise that $says", ({ solutions, says }) => {
  using checkout = open(solutions);

  expect(exerciseProof.run(checkout.path)).toContain(says);
});

test("refuses a folder that nothing verifies", () => {
  using checkout = open([right, wrong], { "exercises/half-made/statement.en.md": "" });

  expect(exerciseProof.run(checkout.path)).toBe("exercises/half-made has no exercise.json, so nothing verifies it.");
});
