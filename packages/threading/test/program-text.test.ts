import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { InstanceHost } from "../src/instance-host.ts";
import { readProgram } from "../src/program-text.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-modules-"));
afterAll(() => rmSync(folder, { recursive: true }));
let programs = 0;

/** Writes a program of some modules, of which `main.mjs` is the first; answers its address. */
function written(modules: Readonly<Record<string, string>>): string {
  const place = join(folder, String(programs++));
  mkdirSync(place);
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(place, name), text);
  return pathToFileURL(join(place, "main.mjs")).href;
}

/** What it exports, with what its function `go` answers, as the platform has it and as an instance has it. */
async function both(modules: Readonly<Record<string, string>>): Promise<readonly [unknown, unknown]> {
  const url = written(modules);
  const program = readProgram(url);
  if (!program) throw new Error("It is left to the platform.");
  const host = new InstanceHost(program);
  await host.beUp();
  const instance = host.load(url);
  // By require, which is Node's own: what stands in an import here is loaded by the test runner.
  const platform: object = createRequire(url)(fileURLToPath(url));
  return [seen(platform), seen(instance)];
}

function seen(module: object): unknown {
  const go: unknown = Reflect.get(module, "go");
  const names = Object.keys(module)
    .toSorted()
    .filter((name) => name !== "__esModule"); // require adds that
  return {
    names,
    values: names.map((name) => described(Reflect.get(module, name))),
    answer: typeof go === "function" ? Reflect.apply(go, undefined, []) : null,
    after: names.map((name) => described(Reflect.get(module, name))),
  };
}

function described(value: unknown): unknown {
  return typeof value === "function" ? `${typeof value} ${value.name}` : value;
}

function lineOf(fail: unknown): string {
  try {
    return String(Reflect.apply(Object(fail), undefined, []));
  } catch (error) {
    return /main\.mjs:\d+:\d+/.exec(String(Reflect.get(Object(error), "stack")))?.[0] ?? "";
  }
}

describe("an instance of a module is what the platform makes of it", () => {
  test.each<[claim: string, modules: Record<string, string>]>([
    [
      "declarations of each kind",
      {
        "main.mjs":
          "export const a = 1; export let b = 2, c = 3; export var d = 4; export function e() {} export class F {} export async function* g() {}",
      },
    ],
    ["exports that change", { "main.mjs": "export let n = 0;\nexport function go() { n++; return n }" }],
    [
      "imports that change",
      {
        "main.mjs":
          'import { n, up } from "./other.mjs";\nexport { n };\nexport function go() { const before = n; up(); return [before, n] }',
        "other.mjs": "export let n = 5; export const up = () => n++;",
      },
    ],
    [
      "a list of exports, renamed, with a text as name",
      { "main.mjs": 'const a = 1, b = 2;\nexport { a as c, b as "a b", a as default };' },
    ],
    ["patterns", { "main.mjs": "export const { a, b: [c, ...d], e = 5, ...f } = { a: 1, b: [2, 3, 4], g: 7 };" }],
    [
      "a default function with a name",
      { "main.mjs": "export default function go() { return go.name }\nexport { go };" },
    ],
    ["a default function without one", { "main.mjs": "export default function () {}" }],
    ["a default class without one", { "main.mjs": "export default class {}" }],
    ["a default value", { "main.mjs": "export default [1, 2].map((n) => n * 2)\nexport const a = 1" }],
    ["a default arrow", { "main.mjs": "export default () => 1" }],
    [
      "everything of another module, but its default and what is said again",
      {
        "main.mjs": 'export * from "./other.mjs"; export const a = "mine";',
        "other.mjs": 'export const a = "other", b = 2; export default 3;',
      },
    ],
    [
      "another module as one object",
      {
        "main.mjs":
          'import * as other from "./other.mjs"; export * as again from "./third.mjs"; export const go = () => [other.a, other["a"], Object.keys(other)];',
        "other.mjs": "export const a = 1;",
        "third.mjs": "export const again = 0;",
      },
    ],
    [
      "exports of imports",
      {
        "main.mjs":
          'import d, { a as b } from "./other.mjs"; export { b, d as e }; export { a as "f g" } from "./other.mjs"; export { default as h } from "./other.mjs";',
        "other.mjs": "export const a = 1; export default 2;",
      },
    ],
    [
      "imports where names are written short",
      {
        "main.mjs": 'import { a } from "./other.mjs"; export const go = () => ({ a, b: a, [a]: { a: 3 } });',
        "other.mjs": 'export const a = "x";',
      },
    ],
    [
      "names that only look like an import",
      {
        "main.mjs":
          'import { a } from "./other.mjs"; class K { a = 1; get b() { return this.a } static a() { return 2 } }\nexport const go = () => { a: for (;;) break a; return [new K().a, new K().b, K.a(), { a() { return 4 } }.a(), { a: 5 }.a, a] };',
        "other.mjs": "export const a = 9;",
      },
    ],
    [
      "calls without a receiver, on lines of their own",
      {
        "main.mjs":
          'import { who } from "./other.mjs"\nconst first = 1\nwho()\nexport const go = () => {\n  const second = first\n  who()\n  if (second)\n    who()\n  else who()\n  return [who(), who?.(), who`x`, new who().made, second]\n}',
        "other.mjs": "export function who() { if (new.target) this.made = 1; else return this === undefined }",
      },
    ],
    [
      "the strict mode of modules",
      {
        "main.mjs":
          "export const go = () => { try { undeclared = 1 } catch (error) { return error.name } }; export const top = typeof this;",
      },
    ],
    [
      "where it is",
      {
        "main.mjs":
          'export const go = () => [typeof import.meta.url, import.meta.filename.endsWith("main.mjs"), import.meta.dirname.length > 1, import.meta.main];',
      },
    ],
    [
      "Node's own modules",
      {
        "main.mjs":
          'import { join } from "node:path"; import path, * as all from "path"; export const go = () => [join("a", "b"), path.join === all.join];',
      },
    ],
    [
      "evaluation in the order of imports",
      {
        "main.mjs":
          'import "./one.mjs"; import { list } from "./two.mjs"; import "./one.mjs"; export { list }; list.push("main");',
        "one.mjs": 'import { list } from "./list.mjs"; list.push("one"); export {};',
        "two.mjs": 'import { list } from "./list.mjs"; list.push("two"); export { list };',
        "list.mjs": "export const list = [];",
      },
    ],
    [
      "functions that are used before their line",
      { "main.mjs": "export const a = later(); function later() { return 1 } export { later };" },
    ],
    [
      "names with the prefix that is used inside",
      {
        "main.mjs": 'import { a } from "./other.mjs"; const $_i = 1, $_x = 2; export const go = () => [$_i, $_x, a];',
        "other.mjs": "export const a = 1;",
      },
    ],
    [
      "comments and texts that look like imports",
      {
        "main.mjs":
          '// import { a } from "./nowhere.mjs"\nexport const go = () => `import ${"a"} from "b"`; /* export */',
      },
    ],
  ])("%s", async (_claim, modules) => {
    const [platform, instance] = await both(modules);

    expect(instance).toEqual(platform);
  });
});

test("instances of two threads share nothing, and lines stay where they are", async () => {
  const url = written({
    "main.mjs":
      'import { n, up } from "./other.mjs";\n\nexport const go = () => (up(), n);\nexport function fail() {\n  throw new Error("here"); }',
    "other.mjs": "export let n = 0;\nexport const up = () => n++;",
  });
  const program = readProgram(url);
  const hosts = [program, program].map((text) => new InstanceHost(text ?? { modules: [], outside: [] }));
  const exported = hosts.map((host) => host.load(url));
  expect(exported.map(({ go }) => [1, 2].map(() => Reflect.apply(Object(go), undefined, [])))).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(exported.map(({ fail }) => lineOf(fail))).toEqual(["main.mjs:5:9", "main.mjs:5:9"]);
});

test.each([
  ["awaits at its top level", { "main.mjs": "export const a = await 1;" }],
  ["loops over promises at its top level", { "main.mjs": "export {}; for await (const a of []) a;" }],
  ["imports while it runs", { "main.mjs": 'export const go = () => import("./other.mjs");' }],
  ["imports with attributes", { "main.mjs": 'import a from "./a.json" with { type: "json" }; export { a };' }],
  ["evaluates text", { "main.mjs": 'export const go = () => eval("1");' }],
  [
    "declares a name that it imports, in a function",
    { "main.mjs": 'import { a } from "./other.mjs"; export const go = (a) => a;', "other.mjs": "export const a = 1;" },
  ],
  [
    "asks import.meta for what it knows nothing of",
    { "main.mjs": 'export const go = () => import.meta.resolve("x");' },
  ],
  [
    "imports itself in a circle",
    { "main.mjs": 'import "./other.mjs"; export {};', "other.mjs": 'import "./main.mjs"; export {};' },
  ],
  ["imports what isn't there", { "main.mjs": 'import "./nowhere.mjs";' }],
  ["is no module", { "main.mjs": "globalThis.a;" }],
  ["isn't JavaScript", { "main.mjs": "export const = 1;" }],
])("a program that %s is left to the platform", (_claim, modules) => {
  expect(readProgram(written(modules))).toBeNull();
});
