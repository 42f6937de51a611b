/**
 * Bundles one submission in a process of its own: takes the files as JSON on its input and prints what became of them.
 * A text of some hundred characters can keep esbuild busy for hours, or make it double a constant until the machine has
 * no memory left; here it has a bound on both.
 */
import {
  type CompileAnswer,
  type CompileRequest,
  type Explorable,
  explorableOf,
  STUDENT_SITES,
} from "../compile-protocol.ts";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const CPU_SECONDS_MAX = 10;
const DATA_KIB_MAX = 384 * 1024;

/** The interpreter needs more than these limits allow, so only esbuild's own program is started under them. */
function limitEsbuild(): void {
  const catalog = createRequire(import.meta.resolve("@lockstep/catalog/bundle"));
  const program = createRequire(catalog.resolve("esbuild")).resolve(
    `@esbuild/${process.platform}-${process.arch}/bin/esbuild`,
  );
  const limited = join(tmpdir(), "esbuild");
  const script = `#!/bin/sh\nulimit -t ${CPU_SECONDS_MAX} && ulimit -d ${DATA_KIB_MAX} && exec "${program}" "$@"\n`;
  writeFileSync(limited, script, { mode: 0o755 });
  process.env["ESBUILD_BINARY_PATH"] = limited;
}

const name = "student";
/** A text that is known to be good, of what a submission is made of. */
const TRIAL = `import { Thread } from "@lockstep/threading";
import { Lock } from "@lockstep/sync";
const lock = new Lock();
export class Seat {
  taken = 0;
  take(by: readonly number[]): void {
    lock.acquire();
    try {
      for (const each of by) if (each > this.taken) this.taken = each;
    } finally {
      lock.release();
    }
  }
}
export function main(count: number): number[] {
  const threads = Array.from({ length: count }, (_unused, i) => new Thread({ target: work, args: [i] }));
  threads.forEach((thread) => thread.start());
  for (let i = 0; i < threads.length; i++) threads[i]?.join();
  return threads.map(() => { const { taken } = new Seat(); return taken; });
}
export function work(i: number): void { new Seat().take([i, i + 1]); }
`;

/** Loads the compilers and tries them, so that a submission finds them at speed. When that fails, it is not the student's fault. */
async function load() {
  // esbuild looks for its program when it is loaded.
  const { bundle, studentPackages } = await import("@lockstep/catalog/bundle");
  const { bundleForExplorer } = await import("@lockstep/catalog/explorer-bundle");
  const trial = { name, entry: "a.ts", files: [{ path: "a.ts", text: TRIAL }], packages: studentPackages };
  const tried = [await bundle(trial), await bundleForExplorer({ ...trial, firstSite: STUDENT_SITES })];
  if (tried.some(({ kind }) => kind === "errors"))
    throw new Error(`The trial text is not compiled: ${JSON.stringify(tried)}`);
  return { bundle, bundleForExplorer, packages: studentPackages };
}

/** Bundled as it is; and what to do to get it for the explorer. */
async function compile({ entry, files, explorable }: CompileRequest) {
  const options = { name, entry, files, packages };
  const answer: CompileAnswer = await bundle(options).catch((cause: unknown) => ({
    kind: "too-hard",
    because: String(cause).slice(0, 500),
  }));
  const transform = async () => explorableOf(await bundleForExplorer({ ...options, firstSite: STUDENT_SITES }));
  return { answer, transform: answer.kind === "bundled" && explorable ? transform : null };
}

limitEsbuild();
const { bundle, bundleForExplorer, packages } = await load();
const request: CompileRequest = JSON.parse(await text(process.stdin)); // from the grader, which parses the answers
const { answer, transform } = await compile(request);
const say = (value: CompileAnswer | Explorable) =>
  new Promise<void>((said) => void process.stdout.write(`${JSON.stringify(value)}\n`, () => said()));
await say(answer);
// In a line of its own: a text that keeps the transform busy is compiled all the same.
if (transform)
  await say(
    await transform().catch((cause: unknown) => ({
      kind: "refused",
      because: `The transform gave up: ${String(cause).slice(0, 300)}`,
      at: null,
    })),
  );
process.exit(0); // esbuild's program may be gone, or still be there
