/**
 * Bundles one submission in a process of its own: takes the files as JSON on its input and prints what became of them.
 * A text of some hundred characters can keep esbuild busy for hours, or make it double a constant until the machine has
 * no memory left; here it has a bound on both.
 */
import type { CompileAnswer, CompileRequest } from "../compile-protocol.ts";
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

async function compile(): Promise<CompileAnswer> {
  const { bundle, studentPackages } = await import("@lockstep/catalog/bundle"); // esbuild looks for its program when it is loaded
  const { entry, files }: CompileRequest = JSON.parse(await text(process.stdin)); // from the grader, which parses the answer
  // First a text that is known to be good: when that fails, it is not the student's.
  const name = "student";
  await bundle({ name, entry: "a.ts", files: [{ path: "a.ts", text: "" }], packages: [] });
  try {
    return await bundle({ name, entry, files, packages: studentPackages });
  } catch (cause) {
    return { kind: "too-hard", because: String(cause).slice(0, 500) };
  }
}

limitEsbuild();
const answer = JSON.stringify(await compile());
process.stdout.write(answer, () => process.exit(0)); // esbuild's program may be gone, or still be there
