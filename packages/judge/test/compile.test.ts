import { readExercise } from "@lockstep/catalog";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Compiler } from "../src/compile.ts";

const pack = await readExercise(join(import.meta.dirname, "../../../exercises/ticket-office"));
const compiler = new Compiler();
afterAll(() => compiler.close());
const compiled = (text: string, signal?: AbortSignal) =>
  compiler.compile({ pack, language: "typescript", files: [{ path: "office.ts", text }], purpose: "submit" }, signal);

test("bundles what a student wrote, as it runs and as it is explored", async () => {
  expect(await compiled("export const visit = () => true;")).toMatchObject({
    kind: "compiled",
    module: { name: "student", code: expect.stringContaining("visit") },
    explorable: { kind: "ready", module: { exports: ["visit"], sites: [{ file: "office.ts", line: 1 }] } },
  });
});

test("says of what can't be explored why, and where; it is compiled all the same", async () => {
  expect(await compiled("export async function* visit() {\n  yield* [1];\n}")).toMatchObject({
    kind: "compiled",
    explorable: { kind: "refused", because: expect.stringMatching(/async generator/), at: { file: "office.ts" } },
  });
});

test("gives up transforming a text that is nested too deeply for it, and compiles it", async () => {
  const text = `export const visit = ${"(() => ".repeat(1500)}0${")".repeat(1500)};`;
  expect(await compiled(text)).toMatchObject({ kind: "compiled", explorable: { kind: "refused" } });
});

/** Confined processes below this one. */
function waiting(): number {
  const children = readdirSync("/proc/self/task").flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
  );
  return children.filter((pid) => commandOf(pid).includes("process/compile.ts")).length;
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // it ended while we looked
  }
}

test("has one process ready ahead, uses it once, and leaves none", async () => {
  compiler.warm();
  compiler.warm();
  expect(waiting()).toBe(1);
  expect(await compiled("export const visit = 1;")).toMatchObject({ kind: "compiled" });
  await expect.poll(waiting, { timeout: 60_000 }).toBe(0);
  compiler.warm();
  compiler.close();
  await expect.poll(waiting, { timeout: 60_000 }).toBe(0);
});

test("bundles the largest file there may be", async () => {
  const line = "export function f(a: number) { return a + 1; }\n";
  const text = Array.from({ length: 1200 }, (_, i) => line.replace("f(", `f${i}(`)).join("");

  expect(await compiled(text)).toMatchObject({ kind: "compiled" });
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
  expect(await compiled("export const visit = 1;")).toMatchObject({ kind: "compiled" });
});

test("stops when it is told to", async () => {
  const abort = new AbortController();
  const compiling = compiled(`let a, b, c; export const visit = ${"a ? (b) : c => ".repeat(60)} 1`, abort.signal);
  abort.abort(new Error("lease lost"));

  await expect(compiling).rejects.toThrow("lease lost");
});
