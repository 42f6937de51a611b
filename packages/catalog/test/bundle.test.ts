import { SourceMap } from "node:module";
import { expect, test } from "vitest";
import { bundle, studentPackages } from "../src/index.ts";

const packages = studentPackages;
const student = (files: Record<string, string>, entry = "office.ts") =>
  bundle({ name: "student", entry, files: Object.entries(files).map(([path, text]) => ({ path, text })), packages });
const messages = async (files: Record<string, string>) => {
  const result = await student(files);
  return result.kind === "errors" ? result.errors : [];
};

test("joins a student's own files, and leaves packages to the realm", async () => {
  const result = await student({
    "office.ts": `import { Lock } from "@lockstep/sync"; import { two } from "./parts/two.ts"; export const x = [Lock, two];`,
    "parts/two.ts": "export const two: number = 2;",
  });

  expect(result.kind === "bundled" && result.module.code).toMatch(/require\("@lockstep\/sync"\)/);
});

test("maps positions back to the student's files, without inner names", async () => {
  const result = await student({
    "office.ts": "\n\nexport function visit(): never {\n  throw new Error('here');\n}\n",
  });
  if (result.kind !== "bundled") throw new Error("not bundled");
  const lines = result.module.code.split("\n");
  const line = lines.findIndex((text) => text.includes("here"));
  const map = new SourceMap(JSON.parse(Buffer.from(result.module.code.split("base64,")[1] ?? "", "base64").toString()));

  expect(map.findEntry(line, lines[line]?.indexOf("throw") ?? 0)).toMatchObject({
    originalSource: "office.ts",
    originalLine: 3,
  });
});

test("tells a syntax error with line and column, counted from one", async () => {
  expect(await messages({ "office.ts": "export function visit( {\n" })).toMatchObject([
    { file: "office.ts", line: 2, column: 1 },
  ]);
});

test.each([
  ["a built-in module", `import fs from "node:fs"; fs;`],
  ["a package of somebody else", `import x from "left-pad"; x;`],
  ["the inner side of a package", `import { words } from "@lockstep/memory/seam"; words;`],
  ["the scenario's package", `import { mark } from "@lockstep/sandbox/scenario"; mark;`],
  ["a file of the machine", `import x from "/etc/passwd"; x;`],
  ["a file outside", `import x from "../../secret.ts"; x;`],
  ["a file that is not there", `import x from "./nowhere.ts"; x;`],
  ["a module at run time", `export const x = import("node:fs");`],
  ["a module by require", `declare function require(x: string): unknown; export const x = require("node:fs");`],
])("refuses %s, and says what can be imported", async (_name, text) => {
  expect(await messages({ "office.ts": text })).not.toEqual([]);
});

test("says that the entry is missing", async () => {
  expect(await messages({ "other.ts": "export {};" })).toMatchObject([
    { message: expect.stringContaining("office.ts") },
  ]);
});
