import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { confirm, gatedProgram } from "../../src/gated/index.ts";
import { explore, replayOf } from "../../src/index.ts";
import { programOf } from "../run/explored.ts";
import { wrongPrograms } from "../run/wrong-programs.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-confirm-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** LOCKSTEP_CONFIRM_ALL=1 for all wrong programs: each takes the start of its workers. */
const FEW = ["lost update", "two locks in opposite order", "notify before wait"];
const names = process.env["LOCKSTEP_CONFIRM_ALL"] ? Object.keys(wrongPrograms) : FEW;

test.each(names)("real threads do what the model found: %s", (name) => {
  const { text, holds, spuriousMax = 0 } = wrongPrograms[name] ?? { text: "" };
  const { failure } = explore(programOf(text, holds), { spuriousMax });
  if (!failure) return; // only a race, and the numbers fit
  const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.ts`);
  writeFileSync(path, text);
  using program = gatedProgram(
    { module: pathToFileURL(path).href, name: "main" },
    { packagesFrom: import.meta.url, ...(holds && { invariant: holds }) },
  );
  const { kind } = confirm(program, replayOf(programOf(text, holds), failure.replay));

  // Our primitives let no wake-up through that has no cause.
  const right = spuriousMax > 0 ? ["no"] : ["followed", "another-way"];
  expect(FEW.includes(name) ? ["followed"] : right).toContain(kind);
});
