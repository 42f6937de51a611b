import { readExercise } from "@lockstep/catalog";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../src/compile.ts";

const pack = await readExercise(join(import.meta.dirname, "../../../exercises/ticket-office"));
const compiled = (text: string, signal?: AbortSignal) =>
  compile({ pack, language: "typescript", files: [{ path: "office.ts", text }], purpose: "submit" }, signal);

test("bundles what a student wrote", async () => {
  expect(await compiled("export const visit = () => true;")).toMatchObject({
    kind: "bundled",
    module: { name: "student", code: expect.stringContaining("visit") },
  });
});

test("bundles the largest file there may be", async () => {
  const line = "export function f(a: number) { return a + 1; }\n";
  const text = Array.from({ length: 1200 }, (_, i) => line.replace("f(", `f${i}(`)).join("");

  expect(await compiled(text)).toMatchObject({ kind: "bundled" });
});

const doubling = Array.from({ length: 40 }, (_, i) => `B${i + 1} = B${i} + B${i}`).join(", ");
test.each([
  ["a constant that doubles forty times", `enum E { B0 = "0123456789", ${doubling} } export const visit = E.B40;`],
  [
    "an expression that can be read in very many ways",
    `let a, b, c; export const visit = ${"a ? (b) : c => ".repeat(60)} 1`,
  ],
  [
    "a constant that is written out too often",
    `const enum E { A = "${"x".repeat(30_000)}" } export const visit = [${"E.A,".repeat(8000)}];`,
  ],
])("refuses %s, and is ready for the next at once", async (_name, text) => {
  expect(await compiled(text)).toMatchObject({
    kind: "errors",
    errors: [{ file: "office.ts", message: expect.stringMatching(/time or memory/) }],
  });
  expect(await compiled("export const visit = 1;")).toMatchObject({ kind: "bundled" });
});

test("stops when it is told to", async () => {
  const abort = new AbortController();
  const compiling = compiled(`let a, b, c; export const visit = ${"a ? (b) : c => ".repeat(60)} 1`, abort.signal);
  abort.abort(new Error("lease lost"));

  await expect(compiling).rejects.toThrow("lease lost");
});
