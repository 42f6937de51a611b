import { bundleForExplorer, scenarioPackages, studentPackages } from "@lockstep/catalog";
import type { SourceFile } from "@lockstep/contracts";
import { BadProgramError, type ProgramModule, RefusedError } from "@lockstep/interleave";
import * as futuresErrors from "@lockstep/futures/errors";
import * as memoryErrors from "@lockstep/memory/errors";
import * as queueErrors from "@lockstep/queue/errors";
import { lockRealm, tameErrors } from "@lockstep/realm";
import * as syncErrors from "@lockstep/sync/errors";
import * as threadingErrors from "@lockstep/threading/errors";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { filesOf } from "./commands/grade.ts";
import { exerciseNamed } from "./exercise-folder.ts";
import { UsageError } from "./exit-code.ts";
import { visible } from "./visible-text.ts";

/** A program to run in this process, transformed. */
export interface Wanted {
  /** The program, or a submission. */
  readonly path: string;
  /** `exercise/scenario` that drives the files; null: the file is the program. */
  readonly scenario: string | null;
  /** JSON that the scenario is given. */
  readonly input: string | null;
}

/** Sites from this number on lie in the student's files, where a scenario drives them. */
export const STUDENT_SITES = 1_000_000;

/** The transformed modules; null where the files don't compile or can't be explored, which is told. */
export async function modulesOf({ path, scenario, input }: Wanted): Promise<readonly ProgramModule[] | null> {
  if (scenario === null) {
    const files = await filesBeside(path);
    return ready([
      await bundleForExplorer({ name: "program", entry: basename(path), files, packages: studentPackages }),
    ]);
  }
  const [slug = "", name = ""] = scenario.split("/");
  const { folder, pack } = await exerciseNamed(slug);
  const entry = pack.manifest.languages["typescript"]?.entry ?? "";
  const scenarios = await filesIn(join(folder, "scenarios"));
  const driver = drivers(scenarios).find((file) => file.path === `${name}.ts`);
  if (!driver) {
    const names = drivers(scenarios).map((file) => file.path.replace(/\.ts$/, ""));
    throw new UsageError(`${slug} has no scenario "${name}". There are: ${names.join(", ")}.`);
  }
  const wanted = inputOf(driver);
  if (wanted !== null && input === null)
    throw new UsageError(`${scenario} has to be given an input: --input and JSON of the form ${wanted}.`);
  return ready([
    await bundleForExplorer({
      name: "scenario",
      entry: `${name}.ts`,
      files: scenarios,
      packages: scenarioPackages,
    }),
    await bundleForExplorer({
      name: "student",
      entry,
      files: await filesOf(path),
      packages: studentPackages,
      firstSite: STUDENT_SITES,
    }),
  ]);
}

/** Those that drive something; a file without a default export is a part that they share. */
function drivers(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(({ text }) => /^export default\b/m.test(text));
}

/** The type of what a scenario is given, in its own words; null where it takes nothing. */
function inputOf({ text }: SourceFile): string | null {
  const [, parameter = ""] = /^export default (?:async )?function\s*\w*\(([^)]*)\)/m.exec(text) ?? [];
  if (parameter.trim() === "") return null;
  return visible(
    parameter
      .replace(/^\s*\w+\s*:/, "")
      .replaceAll(/\s+/g, " ")
      .replaceAll("readonly ", "")
      .trim(),
  );
}

function ready(bundles: readonly Awaited<ReturnType<typeof bundleForExplorer>>[]): readonly ProgramModule[] | null {
  const errors = bundles.flatMap((bundle) => (bundle.kind === "errors" ? bundle.errors : []));
  for (const { file, line, column, message } of errors)
    process.stderr.write(visible(`${file}:${line}:${column}: ${message}\n`));
  return errors.length > 0 ? null : bundles.flatMap((bundle) => (bundle.kind === "ready" ? [bundle.module] : []));
}

/** Locks this process for code of a student. */
export function lockForStudents(): void {
  lockRealm();
  tameErrors(futuresErrors, memoryErrors, queueErrors, syncErrors, threadingErrors, { RefusedError, BadProgramError });
}

/** `main`, or the default export, or the module itself. */
export function mainOf([module]: readonly ProgramModule[]): string | null {
  return ["main", "default"].find((name) => module?.exports.includes(name)) ?? null;
}

/** The file itself, and those in its folder that it may import. */
async function filesBeside(path: string): Promise<readonly SourceFile[]> {
  try {
    const own = { path: basename(path), text: await readFile(path, "utf8") };
    const others = await filesIn(dirname(path));
    return [own, ...others.filter((file) => file.path !== own.path)];
  } catch {
    throw new UsageError(`${path} can't be read. Give a TypeScript file.`);
  }
}

async function filesIn(folder: string): Promise<readonly SourceFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  return Promise.all(names.map(async (name) => ({ path: name, text: await readFile(join(folder, name), "utf8") })));
}
