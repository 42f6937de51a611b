import { runOnWorker } from "@lockstep/threading/machinery";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const programs = new URL("./programs/source-programs.ts", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const source = readFileSync(programs, "utf8");

/** Each block but the one that is run as it is (`ts run`) is a part of the file that is run here. */
const blocks = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, text = ""]) => text);

test.each([
  ["threeQueues", "fifo: 1, lifo: 3, priority: -5 heart"],
  ["mailbox", "full: true; then 2, 3, 4, 5, 6; then EmptyError"],
  ["dumplings", "eaten: 10"],
])("%s answers what the README says", async (name, answer) => {
  expect(await runOnWorker(programs.href, name)).toMatchObject({ kind: "over", result: answer });
  expect(readme).toContain(`\`${answer}\``);
});

test("what stands in the README is what is run", () => {
  expect(blocks.length).toBe(3);
  for (const block of blocks) expect(source).toContain(block);
});
