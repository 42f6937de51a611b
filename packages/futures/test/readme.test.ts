import { runOnWorker } from "@lockstep/threading/machinery";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const programs = new URL("./programs/source-programs.ts", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const source = readFileSync(programs, "utf8");

/** Each block but the one that is run as it is (`ts run`) is a part of the file that is run here. */
const blocks = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, text = ""]) => text);

test.each([
  ["poolOfFive", "at most 5 threads: true; 3 to the power 3: 27"],
  ["callThemBack", "called back: quick, then slow"],
])("%s answers what the README says", async (name, answer) => {
  expect(await runOnWorker(programs.href, name)).toMatchObject({ kind: "over", result: answer });
  expect(readme).toContain(`\`${answer}\``);
});

test("what stands in the README is what is run", () => {
  expect(blocks.length).toBe(2);
  for (const block of blocks) expect(source).toContain(block);
});
