import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, test } from "vitest";

interface Answer {
  readonly value?: unknown;
  /** Of the trusted module's struct, which the student was not given. */
  readonly sold?: number;
  readonly afterReset?: unknown;
  readonly error?: string;
  /** The error is an instance of our side's Error. */
  readonly isOurs?: boolean;
  /** Modules on the stack where it was thrown. */
  readonly modules?: readonly string[];
}

/** The realm is locked for a whole process, so it gets one of its own. */
const realm = spawn(process.execPath, [join(import.meta.dirname, "programs/probe.ts")], {
  stdio: ["pipe", "pipe", "inherit"],
});
const lines = createInterface({ input: realm.stdout })[Symbol.asyncIterator]();
afterAll(() => realm.kill());

async function probe(codes: readonly string[]): Promise<readonly Answer[]> {
  realm.stdin.write(`${JSON.stringify(codes)}\n`);
  const { value } = await lines.next();
  return JSON.parse(value ?? "[]");
}

const answering = (expression: string) => `exports.answer = (desk) => (${expression});`;

test("has nothing but the language: no host objects, no shared memory, no timers", async () => {
  const names = [
    "process",
    "fetch",
    "performance",
    "crypto",
    "setTimeout",
    "setImmediate",
    "structuredClone",
    "queueMicrotask",
    "SharedArrayBuffer",
    "Atomics",
    "WebAssembly",
    "WeakRef",
    "FinalizationRegistry",
    "Intl",
    "Buffer",
    "MessageChannel",
    "Worker",
    "global",
  ];

  const answers = await probe(names.map((name) => answering(`typeof ${name}`)));

  expect(answers.map((answer, i) => `${names[i]} ${String(answer.value)}`)).toEqual(
    names.map((name) => `${name} undefined`),
  );
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
])("gives no way to %s", async (_name, expression) => {
  const [answer] = await probe([answering(expression)]);

  expect(answer?.error).toBeTypeOf("string");
});

test.each([
  ["import(…)", `exports.answer = () => "import('node:fs')"`],
  ["eval(…)", `exports.answer = () => eval("1")`],
  ["<!--", `exports.answer = () => "<!--"`],
])("says in its own words that %s can't be used", async (name, code) => {
  const [answer] = await probe([code]);

  expect(answer?.error).toMatch(/^RefusedModuleError/);
  expect(answer?.error).toContain(name.slice(0, 4));
});

test("gives no way to words of shared memory that nobody handed in", async () => {
  const [answer] = await probe([
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

  expect(answer).toEqual({ value: [], sold: 5, afterReset: [] });
});

test("has every primitive, as a field of a struct too, and none of them can be changed", async () => {
  const [answer] = await probe([
    answering(`(() => {
      const { struct } = require("@lockstep/memory");
      const { Barrier, BoundedSemaphore, Condition, Event, Latch, Lock, Once, RLock, RWLock, Semaphore } = require("@lockstep/sync");
      const All = struct("All", {
        barrier: Barrier.of(2), bounded: BoundedSemaphore.of(3), condition: Condition, event: Event, latch: Latch,
        lock: Lock, once: Once, rlock: RLock, rw: RWLock, semaphore: Semaphore.of(4),
      });
      const all = new All();
      const open = Object.values(all).concat(all.rw.read, all.rw.write.acquire)
        .filter((part) => !Object.isFrozen(part) || !Object.isFrozen(Object.getPrototypeOf(part)));
      return [open.length, all.semaphore.value, all.bounded.value, all.barrier.parties, all.condition.withLock(() => "in")];
    })()`),
  ]);

  expect(answer).toMatchObject({ value: [0, 4, 3, 2, "in"] });
});

test("gives each thread fresh module state", async () => {
  const [answer] = await probe(["let count = 0; exports.answer = () => ++count;"]);

  expect(answer).toMatchObject({ value: 1, afterReset: 1 });
});

test("keeps errors of the language the same on both sides", async () => {
  const [answer] = await probe([answering(`(() => { throw new RangeError("line ten"); })()`)]);

  expect(answer).toEqual({ error: "RangeError: line ten", isOurs: true, modules: ["student"] });
});

describe("what an error gives away", () => {
  test("shows no frames of the machinery to the student", async () => {
    const [answer] = await probe([
      answering(`(() => { try { desk.fail(); } catch (error) { return error.stack; } })()`),
    ]);

    expect(answer?.value).toBe("");
  });

  test.each([
    [
      "prepare frames itself",
      "(Error.prepareStackTrace = (_error, frames) => frames, typeof new Error('x').stack)",
      "string",
    ],
    ["capture frames", "(() => { const it = {}; Error.captureStackTrace(it); return it.stack; })()", ""],
    ["say how many frames are kept", "((Error.stackTraceLimit = 3), typeof Error.stackTraceLimit)", "undefined"],
    ["see who called it", "typeof (function () {}).caller + typeof (function () {}).arguments", "undefinedundefined"],
  ])("does not let a program %s", async (_name, expression, harmless) => {
    const [answer] = await probe([answering(expression)]);

    expect(answer?.error === undefined ? answer?.value : harmless).toBe(harmless);
  });

  test.each([
    [
      "of the packages",
      `require("@lockstep/sync").Lock.prototype.release.call(new (require("@lockstep/sync").Lock)())`,
    ],
    ["of threads", `new (require("@lockstep/threading").Thread)({ target: 1 })`],
    ["of the realm", `require("node:fs")`],
  ])("hands over errors %s whose classes can't be changed", async (_name, expression) => {
    const [answer] = await probe([
      answering(`(() => {
        try { ${expression}; } catch (error) {
          for (let at = error.constructor; typeof at === "function"; at = Reflect.getPrototypeOf(at)) {
            if (!Object.isFrozen(at) || (at.prototype && !Object.isFrozen(at.prototype))) return at.name;
            if (at === Error) return "frozen";
          }
        }
      })()`),
    ]);

    expect(answer?.value).toBe("frozen");
  });

  test("knows where an error came from, whatever its stack says", async () => {
    const [answer] = await probe([
      answering(`(() => { throw Object.assign(new Error("x"), { stack: "Error\\n  at f (lockstep:ours:1:1)" }); })()`),
    ]);

    expect(answer?.modules).not.toContain("ours");
  });

  test("knows that the student's code let an error of ours pass", async () => {
    const [answer] = await probe([answering("desk.fail()")]);

    expect(answer?.modules).toEqual(["ours", "student"]);
  });
});

describe("shared memory", () => {
  test("has no option by which a program could hide its accesses", async () => {
    const code = answering(`require("@lockstep/memory").struct.length`);

    expect((await probe([code]))[0]?.value).toBe(2);
  });

  test("gives no handle on words that were not given: a reference can't be written by hand", async () => {
    const [answer] = await probe([
      `
      const { Thread } = require("@lockstep/threading");
      exports.work = () => 0;
      exports.answer = () => {
        const seen = [];
        const thread = new Thread({ target: exports.work, args: [{ shared: { class: { module: "ours", name: "ours#0:Hidden" }, at: 1 } }] });
        try { thread.start(); } catch (error) { seen.push(error.name); }
        return seen;
      };`,
    ]);

    expect(answer).toMatchObject({ value: ["NoSupervisorError"], sold: 5 });
  });

  test.each([
    ["the class of a struct", "Office"],
    ["its prototype", "Office.prototype"],
    ["an instance", "new Office()"],
    ["an accessor", `Reflect.getOwnPropertyDescriptor(Office.prototype, "left").get`],
  ])("freezes %s", async (_name, expression) => {
    const [answer] = await probe([
      `const { struct, i32 } = require("@lockstep/memory");
       const Office = struct("Office", { left: i32 });
       exports.answer = () => Object.isFrozen(${expression});`,
    ]);

    expect(answer?.value).toBe(true);
  });
});

describe("what a module exports", () => {
  test("is asked once: a getter can't answer differently later", async () => {
    const [answer] = await probe([
      `let asked = 0;
       Object.defineProperty(exports, "answer", { enumerable: true, get: () => { const n = ++asked; return () => n; } });`,
    ]);

    expect(answer?.value).toBe(1);
  });

  test("may be a proxy, and is then what it said at first", async () => {
    const [answer] = await probe([
      `let asked = 0;
       module.exports = new Proxy({ answer: null }, { get: () => { const n = ++asked; return () => n; } });`,
    ]);

    expect(answer?.value).toBe(1);
  });

  test.each(["module.exports = null", "module.exports = 7", "module.exports = () => 1"])(
    "says what is missing after %s",
    async (code) => {
      expect((await probe([code]))[0]?.error).toMatch(/BadTargetError.*answer/);
    },
  );
});
