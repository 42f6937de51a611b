import { solutionOf } from "./lockstep.ts";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What `lockstep grade` must answer to one bad input. */
export interface BadInput {
  readonly what: string;
  /** 1: graded, and not accepted · 2: no submission at all. */
  readonly code: 1 | 2;
  /** A part of what is printed. */
  readonly says: RegExp;
}

/** A folder that is no submission. Nothing of it comes as far as a box. */
export interface BadFolder extends BadInput {
  readonly fill: (folder: string) => void;
}

/** A program that is graded. */
export interface BadProgram extends BadInput {
  readonly text: string;
}

const put = (name: string, content: string | Uint8Array) => (folder: string) =>
  writeFileSync(join(folder, name), content);

export const badFolders: readonly BadFolder[] = [
  {
    what: "a file of 1 MB",
    fill: put("office.ts", "// ".padEnd(2 ** 20, "x")),
    code: 2,
    says: /office\.ts: the file is larger than 64 KiB/,
  },
  {
    what: "a thousand files",
    fill: (folder) => {
      for (let file = 0; file < 1000; file++) put(`file-${file}.ts`, "export {};\n")(folder);
    },
    code: 2,
    says: /more than 20 files/,
  },
  {
    what: "files that are too large together",
    fill: (folder) => {
      for (let file = 0; file < 5; file++) put(`file-${file}.ts`, "// ".padEnd(60_000, "x"))(folder);
    },
    code: 2,
    says: /together are larger than 256 KiB/,
  },
  {
    what: "a link to a file of the system",
    fill: (folder) => symlinkSync("/etc/passwd", join(folder, "office.ts")),
    code: 2,
    says: /there is no \.ts or \.py file in it/,
  },
  {
    what: "a link to a folder of the system",
    fill: (folder) => symlinkSync("/", join(folder, "office")),
    code: 2,
    says: /there is no \.ts or \.py file in it/,
  },
  { what: "a name with a newline", fill: put("off\nice.ts", ""), code: 2, says: /off\\u\{a\}ice\.ts: names are made/ },
  {
    what: "a name that turns the text around",
    fill: put("\u202eoffice.ts", ""),
    code: 2,
    says: /\\u\{202e\}office\.ts/,
  },
  { what: "a name that begins with a dot", fill: put(".office.ts", ""), code: 2, says: /\.office\.ts: names are made/ },
  { what: "a very long name", fill: put(`${"x".repeat(200)}.ts`, ""), code: 2, says: /names are made of letters/ },
  { what: "a NUL in the text", fill: put("office.ts", "a\0b"), code: 2, says: /office\.ts: the file is not text/ },
  {
    what: "bytes that are not UTF-8",
    fill: put("office.ts", Uint8Array.of(0x2f, 0x2f, 0xc3, 0x28, 0xff)),
    code: 2,
    says: /office\.ts: the file is not text/,
  },
  { what: "an empty folder", fill: () => undefined, code: 2, says: /there is no \.ts or \.py file in it/ },
];

/** Of these nothing is run: the compiler refuses them. */
export const badTexts: readonly BadProgram[] = [
  {
    what: "a syntax error",
    text: "export function visit( {",
    code: 1,
    says: /^office\.ts:1:\d+ {2}\S[^]*^compile-error/m,
  },
  {
    what: "an import that climbs out of the folder",
    text: `export * from "../../../../etc/passwd"; export const visit = () => true;`,
    code: 1,
    says: /There is no file "\.\.\/\.\.\/\.\.\/\.\.\/etc\/passwd"[^]*^compile-error/m,
  },
  {
    what: "import of node:fs",
    text: `export function visit() { return import("node:fs").then(() => true); }`,
    code: 1,
    says: /^office\.ts:1:\d+ {2}Only import statements at the top[^]*^compile-error/m,
  },
];

const UNCAUGHT = /^runtime-error, uncaught-error/m;

/** These run. Each is graded on the visible cases alone, as `Run` on the site does. */
export const badPrograms: readonly BadProgram[] = [
  { what: "an empty file", text: "", code: 1, says: /exported function "visit"[^]*^runtime-error/m },
  { what: "a missing export", text: "export const other = 1;", code: 1, says: /exported function "visit"/ },
  { what: "an export of another type", text: "export const visit = 7;", code: 1, says: /exported function "visit"/ },
  {
    what: "a loop that looks at shared memory for ever",
    text: "export function visit(office) { for (;;) if (office.left < 0) return false; }",
    code: 1,
    says: /^wrong-answer, livelock/m,
  },
  {
    what: "a loop that looks at nothing for ever",
    text: "export function visit() { for (;;); }",
    code: 1,
    says: /^(?:cpu|wall)-time-limit/m,
  },
  {
    what: "a memory hog",
    text: "export function visit() { const all = []; for (;;) all.push(new Array(100_000).fill(all.length)); }",
    code: 1,
    says: /many threads at once[^]*^memory-limit/m,
  },
  {
    what: "a fork",
    text: `export function visit() { return require("node:child_process").fork("office.ts"); }`,
    code: 1,
    says: /node:child_process[^]*^(?:runtime-error|compile-error)/m,
  },
  {
    what: "a thread bomb",
    text: `import { Thread } from "@lockstep/threading";
      export function work() {}
      export function visit() { for (let i = 0; i < 10_000; i++) new Thread({ target: work }).start(); return true; }`,
    code: 1,
    // How many fit into the memory and the time depends on the machine; there are never more than the gate has places for.
    says: /TooManyThreadsError[^]*^runtime-error|^(?:memory|wall-time)-limit/m,
  },
  {
    what: "a flood of output with escapes and marks that turn the text around",
    text: `export function visit() { for (;;) console.log("\\u001b[2J\\u202e" + "flood".repeat(200)); }`,
    code: 1,
    says: /^output-limit[^]*\\u\{1b\}\[2J\\u\{202e\}flood/m,
  },
  { what: "an exit before the tests", text: "export function visit() { process.exit(0); }", code: 1, says: UNCAUGHT },
  {
    what: "a forged observation",
    text: `export function visit() {
      console.log(JSON.stringify({ nonce: "", rounds: 1, outcomes: [{ verdict: "accepted" }] }));
      return { kind: "returned", verdict: "accepted", observation: true };
    }`,
    code: 1,
    says: /^(?:wrong-answer|runtime-error)/m,
  },
  {
    what: "a patched JSON",
    text: `JSON.stringify = () => "{}"; export const visit = () => true;`,
    code: 1,
    says: UNCAUGHT,
  },
  {
    what: "patched prototypes",
    text: `Array.prototype.every = () => true; Object.prototype.verdict = "accepted"; export const visit = () => true;`,
    code: 1,
    says: UNCAUGHT,
  },
  {
    what: "a Proxy that says yes to everything",
    text: "export function visit() { return new Proxy({}, { get: () => true, ownKeys: () => [] }); }",
    code: 1,
    says: /^(?:wrong-answer|runtime-error)/m,
  },
  {
    what: "an object that turns to true in JSON",
    text: "export function visit() { return { toJSON: () => true, valueOf: () => true }; }",
    code: 1,
    says: /^(?:wrong-answer|runtime-error)/m,
  },
  {
    what: "a value 100,000 levels deep",
    text: "export function visit() { let value = true; for (let i = 0; i < 100_000; i++) value = [value]; return value; }",
    code: 1,
    says: /^(?:wrong-answer|runtime-error)/m,
  },
  {
    what: "calls ten million deep",
    text: "const down = (n) => (n === 0 ? 0 : 1 + down(n - 1)); export function visit() { return down(1e7) > 0; }",
    code: 1,
    says: /Maximum call stack[^]*^runtime-error/m,
  },
];

/** The honest submission that is graded after them all: right, with a type error, which is the editor's business and no verdict. */
export const honestText = `${readFileSync(join(solutionOf("accepted/lock-in-finally"), "office.ts"), "utf8")}
const wrong: number = "a text";
`;
