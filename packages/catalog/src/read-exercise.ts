import {
  type ExercisePack,
  exercisePack,
  type Manifest,
  manifest,
  type ManifestSolution,
  type ModelSolution,
  modelSolution,
  localised,
  locales,
  type SourceFile,
} from "@lockstep/contracts";
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { bundle, scenarioPackages } from "./bundle.ts";
import { lessonProblems } from "./lesson-problems.ts";
import { markProblems } from "./mark-problems.ts";
import { outcomeProblems } from "./outcome-problems.ts";
import { syntaxProblems } from "./syntax-problems.ts";
import { feedbackProblems, statementProblems } from "./words-problems.ts";

/** An exercise folder that can't be used. `problems` are sentences that name file and mend. */
export class InvalidExerciseError extends Error {
  readonly code = "invalid-exercise";
  readonly problems: readonly string[];
  constructor(folder: string, problems: readonly string[]) {
    super(`The exercise in ${folder} can't be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "InvalidExerciseError";
    this.problems = problems;
  }
}

/** A source file is not UTF-8. */
export class NotTextError extends Error {
  readonly code = "file-not-text";
  /** Relative to the folder that was read. */
  readonly path: string;
  constructor(path: string) {
    super(`${path} is not UTF-8.`);
    this.name = "NotTextError";
    this.path = path;
  }
}

/**
 * Reads and checks one exercise folder (`exercises/<slug>`) and packs it.
 * @throws {InvalidExerciseError} with everything that is wrong, not only the first.
 */
export async function readExercise(folder: string): Promise<ExercisePack> {
  const path = resolve(folder);
  const read = (file: string) => readFile(join(path, file), "utf8");
  const checked = await checkManifest(path);
  const problems = [...checked.problems];
  const text = async (file: string) => {
    try {
      return await read(file);
    } catch {
      problems.push(`${file} is missing`);
      return null;
    }
  };

  const statement: Record<string, string> = {};
  for (const locale of locales) {
    const words = await text(`statement.${locale}.md`);
    if (words !== null) statement[locale] = words;
  }
  problems.push(...statementProblems(statement));
  const starter: Record<string, SourceFile[]> = {};
  for (const [language, { entry, files }] of Object.entries(checked.manifest?.languages ?? {})) {
    if (!files.includes(entry))
      problems.push(`exercise.json: the entry ${entry} is not among the files of ${language}`);
    const folderOf = `${language}/starter`;
    starter[language] = await Promise.all(
      files.map(async (file) => ({ path: file, text: (await text(`${folderOf}/${file}`)) ?? "" })),
    );
    problems.push(...(await syntaxProblems(folderOf, starter[language])));
  }
  const tests = await Promise.all(
    ["visible.test.ts", "hidden.test.ts"].map(async (name) => ({ name, text: (await text(`tests/${name}`)) ?? "" })),
  );
  problems.push(
    ...(await syntaxProblems(
      "tests",
      tests.map(({ name, text: code }) => ({ path: name, text: code })),
    )),
  );
  const { scenarios, scenarioFiles } = await bundleScenarios(path, problems);
  const parsed = checked.manifest;
  if (parsed) {
    problems.push(...caseProblems(parsed, tests), ...markProblems(parsed, scenarioFiles));
    problems.push(...outcomeProblems(parsed, tests), ...feedbackProblems(parsed));
    problems.push(...(await lessonProblems(parsed)), ...(await solutionProblems(path, parsed)));
  }
  if (problems.length > 0 || !parsed) throw new InvalidExerciseError(folder, [...new Set(problems)]);

  const content = {
    slug: basename(path),
    manifest: parsed,
    statement,
    starter,
    scenarios,
    scenarioFiles,
    tests,
    visibleTests: tests[0]?.text ?? "",
  };
  return exercisePack.parse({ ...content, version: contentHash(content) });
}

/** Reads every exercise below `exercisesFolder`, sorted by slug. */
export async function readCatalog(exercisesFolder: string): Promise<readonly ExercisePack[]> {
  const entries = await readdir(exercisesFolder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => entry.name);
  const packs: ExercisePack[] = [];
  for (const folder of folders.toSorted()) {
    if (await exists(join(exercisesFolder, folder, "exercise.json")))
      packs.push(await readExercise(join(exercisesFolder, folder)));
  }
  return packs;
}

/** A solution of the exercise with its files. */
export interface Solution extends ManifestSolution {
  readonly files: readonly SourceFile[];
}

/** The solutions of an exercise, with their files; in the order of the manifest. */
export async function readSolutions(folder: string): Promise<readonly Solution[]> {
  const parsed = await readManifest(resolve(folder));
  return Promise.all(
    parsed.solutions.map(async (solution) => ({
      ...solution,
      files: await readSourceFolder(join(folder, "solutions", solution.path)),
    })),
  );
}

/**
 * The accepted solutions with what `about.<locale>.md` beside them says of their style.
 * @throws {InvalidExerciseError} where it is said in one language only.
 */
export async function readModelSolutions(folder: string): Promise<readonly ModelSolution[]> {
  const accepted = (await readSolutions(folder)).filter(({ verdict }) => verdict === "accepted");
  return Promise.all(
    accepted.map(async ({ path, files }) => {
      const texts = await Promise.all(
        locales.map(async (locale) => {
          const file = join(folder, "solutions", path, `about.${locale}.md`);
          return [locale, (await exists(file)) ? await readFile(file, "utf8") : null] as const;
        }),
      );
      const missing = texts.filter(([, text]) => text === null).map(([locale]) => locale);
      if (missing.length > 0 && missing.length < locales.length)
        throw new InvalidExerciseError(
          folder,
          missing.map((locale) => `solutions/${path}/about.${locale}.md is missing`),
        );
      const about = missing.length > 0 ? null : localised.parse(Object.fromEntries(texts));
      return modelSolution.parse({ name: basename(path), about, files });
    }),
  );
}

/**
 * Every `.ts` and `.py` file below a folder (or the one file), with paths relative to it. Links are not followed.
 * @throws {NotTextError} for the first file that is not UTF-8, which would otherwise be read as something else.
 */
export async function readSourceFolder(path: string): Promise<SourceFile[]> {
  if ((await stat(path)).isFile()) return [await readSource(path, basename(path))];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(?:ts|py)$/.test(entry.name));
  const read = files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return readSource(file, relative(path, file).split(sep).join("/"));
  });
  return (await Promise.all(read)).toSorted((a, b) => a.path.localeCompare(b.path));
}

async function readSource(file: string, path: string): Promise<SourceFile> {
  const bytes = await readFile(file);
  if (!isUtf8(bytes)) throw new NotTextError(path);
  return { path, text: bytes.toString("utf8") };
}

/** The manifest of the folder. @throws {InvalidExerciseError} */
export async function readManifest(path: string): Promise<Manifest> {
  const { manifest: parsed, problems } = await checkManifest(path);
  if (!parsed) throw new InvalidExerciseError(path, problems);
  return parsed;
}

/** The manifest, or what is wrong with it. */
async function checkManifest(
  path: string,
): Promise<{ readonly manifest: Manifest | null; readonly problems: readonly string[] }> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(path, "exercise.json"), "utf8"));
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    return { manifest: null, problems: [`exercise.json can't be read: ${because}`] };
  }
  const result = manifest.safeParse(json);
  if (result.success) return { manifest: result.data, problems: [] };
  const problems = result.error.issues.map(({ path: at, message }) =>
    ["exercise.json", ...(at.length > 0 ? [z.core.toDotPath(at)] : []), message].join(": "),
  );
  return { manifest: null, problems };
}

async function bundleScenarios(path: string, problems: string[]) {
  const names = (await exists(join(path, "scenarios")))
    ? (await readdir(join(path, "scenarios"))).filter((name) => name.endsWith(".ts")).toSorted()
    : [];
  if (names.length === 0) problems.push("scenarios/ holds no scenario");
  const files = await Promise.all(
    names.map(async (name) => ({ path: name, text: await readFile(join(path, "scenarios", name), "utf8") })),
  );
  const modules = [];
  // A file without a default export is a part that scenarios share.
  for (const { path: entry } of files.filter((file) => /^export default /m.test(file.text))) {
    const result = await bundle({ name: entry.replace(/\.ts$/, ""), entry, files, packages: scenarioPackages });
    if (result.kind === "bundled") modules.push(result.module);
    else problems.push(...result.errors.map((e) => `scenarios/${e.file}:${e.line}:${e.column} ${e.message}`));
  }
  return { scenarios: modules, scenarioFiles: files };
}

/** Tests and manifest name the same cases. Titles are string literals, so that they can be read without running the file. */
function caseProblems(parsed: Manifest, tests: readonly { name: string; text: string }[]): string[] {
  const problems: string[] = [];
  for (const { name, text } of tests) {
    const visibility = name.startsWith("visible") ? "visible" : "hidden";
    const titles = [...text.matchAll(/^\s*(?:test|it)\(\s*(["'`])(.*?)\1/gm)].map((match) => match[2] ?? "");
    const listed = parsed.cases.filter((c) => c.visibility === visibility).map((c) => c.test);
    for (const title of titles)
      if (!listed.includes(title))
        problems.push(`tests/${name}: no ${visibility} case in exercise.json has the test "${title}"`);
    for (const title of listed)
      if (!titles.includes(title)) problems.push(`exercise.json: tests/${name} has no test "${title}"`);
  }
  return problems;
}

async function solutionProblems(path: string, parsed: Manifest): Promise<string[]> {
  const problems: string[] = [];
  const cases = new Set(parsed.cases.map((c) => c.id));
  const listed = new Set(parsed.solutions.map((solution) => solution.path));
  for (const { path: solution, case: id } of parsed.solutions) {
    if (!(await exists(join(path, "solutions", solution)))) problems.push(`solutions/${solution} is missing`);
    if (id !== undefined && !cases.has(id))
      problems.push(`exercise.json: solution ${solution} names the unknown case "${id}"`);
  }
  if (!parsed.solutions.some((solution) => solution.verdict === "accepted"))
    problems.push("no accepted solution proves that the exercise can be solved");
  if (!(await exists(join(path, "solutions")))) return problems;
  for (const verdict of await readdir(join(path, "solutions"))) {
    for (const name of await readdir(join(path, "solutions", verdict))) {
      if (!listed.has(`${verdict}/${name}`)) problems.push(`exercise.json does not list solutions/${verdict}/${name}`);
    }
  }
  return problems;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** SHA-256 of the content with sorted keys: equal content, equal version. */
function contentHash(content: unknown): string {
  const sorted = JSON.stringify(content, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(sorted).digest("hex");
}
