import { expect, test } from "vitest";
import { examplesIn, readmeExamples, statedOutput } from "../../src/gates/readme-examples.ts";
import { openCheckout } from "./checkout.ts";

const packageJson = { name: "@lockstep/sum", type: "module", exports: { ".": "./src/index.ts" } };
const openPackage = (readme: string) =>
  openCheckout({
    "packages/sum/package.json": packageJson,
    "packages/sum/src/index.ts": "export const sum = (a: number, b: number): number => a + b;",
    "packages/sum/README.md": readme,
    "exercises/package.json": { name: "@lockstep/exercises" },
  });
const block = (mark: string, code: string) => `# Sum\n\n\`\`\`${mark}\n${code}\n\`\`\`\n`;
const example = 'import { sum } from "@lockstep/sum";\n\nconsole.log(sum(1, 2)); // 3';

test("an example that prints what it says passes, and leaves nothing behind", () => {
  using checkout = openPackage(block("ts run", example));

  expect(readmeExamples.run(checkout.path)).toBe("");
  expect(readmeExamples.run(checkout.path)).toBe("");
});

test.each([
  {
    fault: "prints something else",
    code: example.replace("// 3", "// 4"),
    says: /:4 prints\n {2}3\nbut says .*\n {2}4$/,
  },
  { fault: "prints more", code: `${example}\nconsole.log("more");`, says: /prints\n {2}3\n {2}more\nbut says/ },
  { fault: "throws", code: `${example}\nthrow new Error("oh");`, says: /:4 failed \(1\):\n[^]*Error: oh/ },
  { fault: "uses what is not exported", code: example.replaceAll("sum", "total"), says: /:4 failed/ },
  { fault: "says nothing of its output", code: "const silent = true;", says: /:4 says of no line what it prints/ },
])("an example that $fault is named, with its line", ({ code, says }) => {
  using checkout = openPackage(block("ts run", code));

  expect(readmeExamples.run(checkout.path)).toMatch(says);
});

test("a block without the mark is not run", () => {
  expect(examplesIn(block("ts", "process.exit(1);"))).toEqual([]);
});

test("only comments behind what prints are output", () => {
  expect(statedOutput('const a = 1; // one\nconsole.log("//", a); // // 1\nconsole.log(a)')).toEqual(["// 1"]);
});
