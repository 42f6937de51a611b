import { expect, test } from "vitest";
import { packageCycles } from "../../src/gates/package-cycles.ts";
import { openCheckout } from "./checkout.ts";

const open = (uses: Readonly<Record<string, readonly string[]>>) =>
  openCheckout({
    "exercises/package.json": { name: "@lockstep/exercises" },
    ...Object.fromEntries(
      Object.entries(uses).map(([name, used]) => [
        `packages/${name}/package.json`,
        {
          name: `@lockstep/${name}`,
          devDependencies: Object.fromEntries(used.map((other) => [`@lockstep/${other}`, "workspace:*"])),
        },
      ]),
    ),
  });

test("lets packages pass that meet again below", () => {
  using checkout = open({ judge: ["sync", "threading"], sync: ["memory"], threading: ["memory"], memory: [] });

  expect(packageCycles.run(checkout.path)).toBe("");
});

test("names each way that leads back, and nobody who only uses one of them", () => {
  using checkout = open({ judge: ["sync"], sync: ["threading"], threading: ["memory"], memory: ["sync"] });

  const ways = packageCycles.run(checkout.path).split("\n");

  expect(ways.toSorted()).toEqual([
    "memory → sync → threading → memory",
    "sync → threading → memory → sync",
    "threading → memory → sync → threading",
  ]);
});
