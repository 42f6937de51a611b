import { runOnWorker } from "@lockstep/threading/machinery";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const programs = new URL("./programs/source-programs.ts", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const source = readFileSync(programs, "utf8");

/** Each block but the one that is run as it is (`ts run`) is a part of the file that is run here. */
const blocks = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, text = ""]) => text);

test.each([
  ["hundredThreads", "with the lock: 0, without: 99"],
  ["oneForkForBoth", "eaten: 20"],
  ["fiveStalls", "served: 20, at most 5 inside: true"],
  ["trafficLight", "passed at red: 0, at green: 20"],
])("%s prints what the README says", async (name, printed) => {
  expect(await runOnWorker(programs.href, name)).toMatchObject({ kind: "over", result: printed });
  expect(readme).toContain(`\`${printed}\``);
});

test("a deadlock is reported as the README says, with the lines", async () => {
  const end = await runOnWorker(programs.href, "deadlock");

  expect(end.kind).toBe("over");
  expect(readme).toContain(end.kind === "over" ? `\`\`\`\n${String(end.result)}\n\`\`\`` : "a report");
});

test("what stands in the README is what is run", () => {
  expect(blocks.length).toBe(6);
  for (const block of blocks) expect(source).toContain(block);
});
