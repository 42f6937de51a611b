import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { apiReference } from "../src/api-reference.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-api-"));
afterAll(() => rmSync(root, { recursive: true }));
let packages = 0;

/** The reference of a package with these files in `src`. */
function referenceOf(files: Readonly<Record<string, string>>): string {
  const name = `p${packages++}`;
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, "packages", name, "src", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return apiReference(root, name);
}

test("shows what is exported as it stands in the source, with its TSDoc, through any file in between", () => {
  const text = referenceOf({
    "index.ts": 'export { Gate, type Options, type Size } from "./gate.ts";\nexport { open } from "./between.ts";\n',
    "between.ts": 'export { open } from "./open.ts";\n',
    "open.ts":
      "/**\n * Opens.\n * @param gate which\n * @throws {RangeError} never\n */\n// a remark for a tool\nexport function open(gate: string): void {\n  return undefined;\n}\n/** Not exported by the package. */\nexport const hidden = 1;\n",
    "gate.ts":
      "/** A gate. */\nexport class Gate<T> {\n  readonly #secret: number = 1;\n  /** Lets through. */\n  pass(\n    who: T,\n  ): boolean {\n    return this.#secret > 0;\n  }\n}\n/** How. */\nexport interface Options {\n  /** Wide. */\n  readonly width: number;\n}\n/** A size. */\nexport type Size = {\n  readonly a: 1;\n} & (\n  | { readonly b: 2 }\n  | { readonly c: 3 }\n);\n\n/** Something else. */\nconst other = 1;\n",
  });

  expect(text).toContain("## Gate\n\n```ts\nexport class Gate<T>\n```\n\nA gate.");
  expect(text).toContain("### Gate.pass\n\n```ts\npass(\n  who: T,\n): boolean\n```\n\nLets through.");
  expect(text).toContain(
    "```ts\nexport interface Options {\n  /** Wide. */\n  readonly width: number;\n}\n```\n\nHow.",
  );
  expect(text).toContain(
    "```ts\nexport function open(gate: string): void\n```\n\nOpens.\n\n- `gate`: which\n- throws `RangeError` never",
  );
  expect(text).toContain("  | { readonly c: 3 }\n);\n```\n\nA size.");
  expect(text).not.toMatch(/secret|hidden|else/);
});

test("names each export and member that nothing is said of", () => {
  const files = {
    "index.ts": 'export { A, b } from "./a.ts";\n',
    "a.ts": "/** A. */\nexport class A {\n  c(): void {}\n}\nexport const b: number = 1;\n",
  };

  expect(() => referenceOf(files)).toThrow("Without TSDoc in @lockstep/p1: A.c, b.");
});

test("says which name is exported and not there", () => {
  expect(() => referenceOf({ "index.ts": 'export { a } from "./a.ts";\n', "a.ts": "export {};\n" })).toThrow(
    /a\.ts exports no a/,
  );
});
