import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Answer {
  readonly value?: unknown;
  readonly afterReset?: unknown;
  readonly error?: string;
  readonly sameErrors?: boolean;
}

/** The realm is locked for a whole process, so it gets one of its own. */
function probe(codes: readonly string[]): readonly Answer[] {
  const program = join(import.meta.dirname, "programs/probe.ts");
  const { stdout, stderr } = spawnSync(process.execPath, [program, JSON.stringify(codes)], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const answering = (expression: string) => `exports.answer = () => (${expression});`;

test("has nothing but the language: no host objects, no shared memory, no timers", () => {
  const names = ["process", "fetch", "performance", "crypto", "setTimeout", "setImmediate", "structuredClone", "queueMicrotask", "SharedArrayBuffer", "Atomics", "WebAssembly", "WeakRef", "FinalizationRegistry", "Intl", "Buffer", "MessageChannel", "Worker", "global"];

  const answers = probe(names.map((name) => answering(`typeof ${name}`)));

  expect(answers.map((answer, i) => `${names[i]} ${String(answer.value)}`)).toEqual(names.map((name) => `${name} undefined`));
});

test.each([
  ["the clock", "Date.now()"],
  ["today", "new Date()"],
  ["chance", "Math.random()"],
  ["a function from text", `(() => {}).constructor("return process")()`],
  ["an async function from text", `(async () => {}).constructor("return process")()`],
  ["a generator from text", `(function* () {}).constructor("return process")()`],
  ["a function from text, by way of our classes", `require("@lockstep/sync").Lock.constructor("return process")()`],
  ["the Object prototype", "Object.prototype.hidden = 1"],
  ["the Array prototype", "Array.prototype.push = () => 0"],
  ["promises", "Promise.prototype.then = () => 0"],
  ["the Lock prototype", `require("@lockstep/sync").Lock.prototype.acquire = () => 0`],
  ["the package table", `require("@lockstep/memory").struct = () => 0`],
  ["a package for scenarios", `require("secret")`],
  ["a built-in module", `require("node:fs")`],
  ["the module record", `module.require = 1`],
])("gives no way to %s", (_name, expression) => {
  const [answer] = probe([answering(expression)]);

  expect(answer?.error).toBeTypeOf("string");
});

test.each([
  ["import(…)", `exports.answer = () => "import('node:fs')"`],
  ["eval(…)", `exports.answer = () => eval("1")`],
  ["<!--", `exports.answer = () => "<!--"`],
])("says in its own words that %s can't be used", (name, code) => {
  const [answer] = probe([code]);

  expect(answer?.error).toMatch(/^RefusedModuleError/);
  expect(answer?.error).toContain(name.slice(0, 4));
});

test("gives no way to words of shared memory that nobody handed in", () => {
  const [answer] = probe([
    answering(`(() => {
    const { Lock } = require("@lockstep/sync");
    const { struct, i32 } = require("@lockstep/memory");
    const seen = new Set();
    const walk = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        const d = Reflect.getOwnPropertyDescriptor(value, key);
        walk(d.value); walk(d.get); walk(d.set);
      }
      walk(Reflect.getPrototypeOf(value));
    };
    const Shop = struct("Shop", { left: i32, lock: Lock });
    walk([new Shop({ left: 1 }), new Lock(), Lock, require("@lockstep/memory"), require("@lockstep/threading")]);
    return [...seen].filter((value) => ArrayBuffer.isView(value) || Object.prototype.toString.call(value).includes("Buffer]")).map(String);
  })()`),
  ]);

  expect(answer).toEqual({ value: [], afterReset: [] });
});

test("gives each thread fresh module state", () => {
  const [answer] = probe(["let count = 0; exports.answer = () => ++count;"]);

  expect(answer).toEqual({ value: 1, afterReset: 1 });
});

test("keeps errors of the language the same on both sides", () => {
  const [answer] = probe([answering(`(() => { throw new RangeError("line ten"); })()`)]);

  expect(answer).toEqual({ error: "RangeError: line ten", sameErrors: true });
});
