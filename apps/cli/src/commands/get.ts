import { studentPackages } from "@lockstep/catalog";
import { type Localised, locales, slug as slugSchema, type SourceFile } from "@lockstep/contracts";
import { splitHints } from "@lockstep/contracts/split-hints";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { exerciseNamed, exercisesFolder } from "../exercise-folder.ts";
import { ExitCode, UsageError } from "../exit-code.ts";
import { Site } from "../site/site.ts";
import { visible } from "../visible-text.ts";
import { NOTE } from "../workspace.ts";
import { addressOf } from "./sign-in.ts";

const packages = resolve(exercisesFolder, "../packages");

/**
 * Makes a folder to work on an exercise in with one's own editor: what one begins with, the statements, the visible tests to
 * read, and what the editor needs to know the types. Code that is there already is left as it is; the rest is brought up to
 * date, so that who gets a changed exercise again can read what is asked now.
 * @param command.site Takes it from there, as everybody may read it; undefined: from this checkout.
 */
export async function get(command: {
  readonly slug: string;
  readonly into: string | undefined;
  readonly site: string | undefined;
}): Promise<number> {
  const { slug, into = join("work", command.slug) } = command;
  const site = command.site === undefined ? undefined : addressOf(command.site);
  const { version, title, statement, starter, entry, visibleTests } = await (site === undefined
    ? fromCheckout(slug)
    : fromSite(slug, site));
  const files = [
    { path: NOTE, text: `${JSON.stringify({ exercise: slug, version }, null, 2)}\n` },
    ...locales.flatMap((locale) => {
      const { body, hints } = splitHints(statement[locale]);
      return [
        { path: `statement.${locale}.md`, text: `${body}\n` },
        ...(hints.length === 0 ? [] : [{ path: `hints.${locale}.md`, text: hintsText(hints) }]),
      ];
    }),
    { path: "tests/visible.test.ts.txt", text: visibleTests },
    { path: "tsconfig.json", text: tsconfig(into) },
  ];
  for (const { path, text } of files) {
    const file = join(into, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const kept: string[] = [];
  for (const { path, text } of starter) {
    await mkdir(dirname(join(into, path)), { recursive: true });
    await writeFile(join(into, path), text, { flag: "wx" }).catch((cause: unknown) => {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
      kept.push(path);
    });
  }
  if (kept.length > 0) process.stdout.write(`Left as it was: ${kept.join(", ")}. The rest is up to date.\n`);
  const next =
    site === undefined
      ? `  pnpm lockstep test ${into}      the visible tests, here\n  pnpm lockstep submit ${into}    all tests, on the site\n`
      : `  pnpm lockstep submit ${into} --site ${site}    all tests, there\n`;
  process.stdout.write(`${visible(title)}: ${join(into, entry)}\nRead ${join(into, "statement.en.md")}, then\n${next}`);
  return ExitCode.ok;
}

/** What is put into the folder. */
interface Gotten {
  readonly version: string;
  readonly title: string;
  readonly statement: Localised;
  readonly starter: readonly SourceFile[];
  readonly entry: string;
  readonly visibleTests: string;
}

async function fromCheckout(slug: string): Promise<Gotten> {
  const { pack } = await exerciseNamed(slug);
  const { version, manifest, statement, visibleTests } = pack;
  const entry = manifest.languages.typescript?.entry ?? "";
  return {
    version,
    title: manifest.title.en,
    statement,
    starter: pack.starter["typescript"] ?? [],
    entry,
    visibleTests,
  };
}

async function fromSite(slug: string, address: string): Promise<Gotten> {
  if (!slugSchema.safeParse(slug).success) throw new UsageError(`"${slug}" is no name of an exercise.`);
  const { version, title, statement, starters, visibleTests } = await new Site(address, null).exercisePage(slug);
  const own = starters.find(({ language }) => language === "typescript");
  if (own === undefined) throw new UsageError(`${slug} can't be solved in TypeScript.`);
  return { version, title: title.en, statement, starter: own.files, entry: own.entry, visibleTests };
}

/** A heading for each, so that an editor folds the next one away. */
function hintsText(hints: readonly string[]): string {
  return hints.map((hint, i) => `## ${i + 1}\n\n${hint}\n`).join("\n");
}

/** The packages are found in this repository: nothing has to be installed. */
function tsconfig(into: string): string {
  const here = (file: string) => {
    const path = relative(resolve(into), join(packages, file));
    return path.startsWith(".") ? path : `./${path}`;
  };
  const paths = Object.fromEntries(
    studentPackages.map((name) => [name, [here(join(name.replace("@lockstep/", ""), "src/index.ts"))]]),
  );
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024", "esnext.disposable", "webworker"],
    module: "esnext",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    // The packages' own sources need them; a submission that imports of Node's is refused.
    typeRoots: [here("memory/node_modules/@types")],
    types: ["node"],
    paths,
  };
  return `${JSON.stringify({ compilerOptions, include: ["*.ts"] }, null, 2)}\n`;
}
