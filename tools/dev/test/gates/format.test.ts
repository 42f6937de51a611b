import { expect, test } from "vitest";
import { format } from "../../src/gates/format.ts";
import { openCheckout } from "./checkout.ts";

test("names the file that the formatter would change, and the command of this repository that does it", () => {
  using checkout = openCheckout({ "good.ts": "export const one = 1;\n", "bad.ts": "export   const two=2" });

  const problem = format.run(checkout.path);

  expect(problem).toContain("bad.ts");
  expect(problem).not.toContain("good.ts");
  expect(problem).toContain("Type `pnpm format:fix`.");
  expect(problem).not.toContain("--check");
});

test("says nothing where all is as the formatter would write it", () => {
  using checkout = openCheckout({ "good.ts": "export const one = 1;\n" });

  expect(format.run(checkout.path)).toBe("");
});
