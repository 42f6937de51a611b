import { runOnWorker } from "@lockstep/threading/machinery";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const programs = new URL("./programs/source-programs.ts", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const source = readFileSync(programs, "utf8");

test.each([
  ["hundredToZero", 8, "left: 0"],
  ["nestedLedger", 4, "entries: 8"],
  ["fiveStalls", 8, "served: 8, at most 5 inside: true"],
  ["trafficLight", 6, "passed at red: 0, at green: 6"],
])("%s prints what the README says, and is what stands there", async (name, count, printed) => {
  const end = await runOnWorker(programs.href, name, [count]);
  const text = new RegExp(`export function ${name}[^]*?\n}\n`).exec(source)?.[0] ?? "not found";

  expect(end).toMatchObject({ kind: "over", result: printed });
  expect(readme).toContain(text);
});
