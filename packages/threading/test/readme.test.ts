import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runOnWorker } from "../src/machinery.ts";

const programs = new URL("./programs/source-programs.ts", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const source = readFileSync(programs, "utf8");

/** Each block but the one that is run as it is (`ts run`) is a part of the file that is run here. */
const blocks = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, text = ""]) => text);

test.each([
  ["twoWays", "main goes on; first is over; second is over"],
  ["joinsAll", "all three over after at least 3 units", 20],
  ["sharedPurse", "variable: 100, struct: 666"],
  [
    "rollCall",
    "3 alive: <Thread main started>, <Thread Ann started>, <Thread Bo started>; Ann and Bo answered; 1 alive",
  ],
  ["lastOneOut", "ended: 1 of 2"],
  ["manyWait", "400 waited at the same time", 400],
])("%s answers what the README says", async (name, answer, ...args) => {
  expect(await runOnWorker(programs.href, name, args)).toMatchObject({ kind: "over", result: answer });
  expect(readme).toContain(`\`${answer}\``);
});

test("what stands in the README is what is run", () => {
  expect(blocks.length).toBe(6);
  for (const block of blocks) expect(source).toContain(block);
});
