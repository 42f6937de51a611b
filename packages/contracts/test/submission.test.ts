import { expect, test } from "vitest";
import { FILE_BYTES_MAX, FILES_MAX, filePath, sourceFiles, SUBMISSION_BYTES_MAX } from "../src/index.ts";

const file = (path: string, text = "export {};") => ({ path, text });
const codes = (value: unknown) => sourceFiles.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];

test("takes plain relative names", () => {
  for (const path of ["office.ts", "parts/desk.ts", "a/b/c/d/e.ts", "main.py", "_x-1.test.ts"])
    expect(filePath.safeParse(path).success).toBe(true);
});

test.each([
  "../office.ts",
  "/office.ts",
  "a/../b.ts",
  ".hidden.ts",
  "a//b.ts",
  "a\\b.ts",
  "office.js",
  "office.ts\n",
  "office\u0000.ts",
  "",
  "a/b/c/d/e/f.ts",
  `${"x".repeat(120)}.ts`,
  "办公室.ts",
  "CON/.ts",
])("refuses %j as a path", (path) => {
  expect(codes([file(path)])).toContain("file-name");
});

test("says by a code of its own what is wrong with the files", () => {
  expect(codes([])).toEqual(["no-files"]);
  expect(codes(Array.from({ length: FILES_MAX + 1 }, (_unused, i) => file(`f${i}.ts`)))).toEqual(["too-many-files"]);
  expect(codes([file("a.ts"), file("a.ts")])).toEqual(["file-twice"]);
  expect(codes([file("a.ts", "x".repeat(FILE_BYTES_MAX + 1))])).toContain("file-too-large");
  expect(
    codes(Array.from({ length: 6 }, (_unused, i) => file(`f${i}.ts`, "x".repeat(SUBMISSION_BYTES_MAX / 5)))),
  ).toEqual(["too-large"]);
  expect(codes([file("a.ts", "a\u0000b")])).toEqual(["file-not-text"]);
  expect(codes([file("a.ts", "\ud800")])).toEqual(["file-not-text"]);
});

test("counts bytes, not characters", () => {
  expect(codes([file("a.ts", "锁".repeat(FILE_BYTES_MAX / 2))])).toContain("file-too-large");
});
