import { type ClassDeclaration, type Declaration, parse } from "acorn";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";

/**
 * The reference of a package's exports, from their TSDoc. Types are stripped for the parser, which leaves every character
 * where it is: so the parser says where things begin and end, and what is shown is the source itself.
 */

/** Packages that have a page in `docs/api`. */
export const documentedPackages = ["memory", "sync", "threading", "queue", "futures"] as const;

/** Entry points of a package that programs import from; `index.ts` where absent. */
const entries: Readonly<Record<string, readonly string[]>> = { threading: ["index.ts", "machinery.ts"] };

/** Something that a module declares: its signature as it stands in the source, and what is said of it. */
interface Declared {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly members: readonly Declared[];
}

/** Markdown for everything that `src/index.ts` of a package exports. @throws {Error} naming an export without TSDoc */
export function apiReference(root: string, packageName: string): string {
  const folder = join(root, "packages", packageName, "src");
  const found = (entries[packageName] ?? ["index.ts"])
    .flatMap((entry) => exportsOf(readFileSync(join(folder, entry), "utf8")))
    .map(({ name, from }) => find(join(folder, from), name))
    .filter(({ name }, i, all) => all.findIndex((each) => each.name === name) === i); // two entry points may export one thing
  const bare = found.flatMap(({ name, doc, members }) => [
    ...(doc === "" ? [name] : []),
    ...members
      .filter((member) => member.doc === "" && !SELF_EVIDENT.has(member.name))
      .map((member) => `${name}.${member.name}`),
  ]);
  if (bare.length > 0) throw new Error(`Without TSDoc in @lockstep/${packageName}: ${bare.join(", ")}.`);
  return found
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(page)
    .join("\n\n");
}

/** Members of which every class says the same. */
const SELF_EVIDENT = new Set(["toString", "constructor", "[Symbol.dispose]", "[Symbol.asyncDispose]", "code", "name"]);

/** Names that `export { a, type B } from "./c.ts"` lists. */
function exportsOf(source: string): readonly { readonly name: string; readonly from: string }[] {
  return [...source.matchAll(/export (?:type )?\{([^}]*)\} from "(\.[^"]+)"/g)].flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) =>
        name
          .trim()
          .replace(/^type /, "")
          .replace(/^.* as /, ""),
      )
      .filter((name) => name !== "")
      .map((name) => ({ name, from })),
  );
}

function find(file: string, name: string): Declared {
  const source = readFileSync(file, "utf8");
  const program = parse(withoutTypes(source), { sourceType: "module", ecmaVersion: "latest" });
  for (const node of program.body) {
    if (node.type !== "ExportNamedDeclaration" || !node.declaration) continue;
    const declared = declaredBy(source, node.start, node.declaration, name);
    if (declared) return declared;
  }
  const elsewhere = exportsOf(source).find((each) => each.name === name);
  return elsewhere ? find(join(dirname(file), elsewhere.from), name) : typeNamed(source, name, file);
}

function declaredBy(source: string, start: number, declaration: Declaration, name: string): Declared | null {
  const doc = docBefore(source, start);
  switch (declaration.type) {
    case "FunctionDeclaration":
      if (declaration.id?.name !== name) return null;
      return { name, doc, signature: source.slice(start, declaration.body.start).trim(), members: [] };
    case "ClassDeclaration":
      if (declaration.id?.name !== name) return null;
      return {
        name,
        doc,
        signature: source.slice(start, declaration.body.start).trim(),
        members: membersOf(source, declaration),
      };
    case "VariableDeclaration": {
      const variable = declaration.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
      if (!variable) return null;
      const end = variable.init?.start ?? variable.end;
      return {
        name,
        doc,
        signature: source
          .slice(start, end)
          .replace(/\s*=\s*$/, "")
          .trim(),
        members: [],
      };
    }
  }
}

/** What a class has that isn't private, in the order of the source. */
function membersOf(source: string, { body }: ClassDeclaration): readonly Declared[] {
  return body.body.flatMap((member) => {
    if (member.type === "StaticBlock" || member.key.type === "PrivateIdentifier") return [];
    const start = source.lastIndexOf("\n", member.start) + 1; // with the modifiers that were stripped
    const text =
      member.type === "MethodDefinition"
        ? source.slice(start, member.value.body.start)
        : source.slice(start, member.end);
    const name = source.slice(member.key.start, member.key.end);
    const signature = text
      .trim()
      .replace(/\s*=[^>][^]*$/, (rest) => (member.type === "PropertyDefinition" ? "" : rest))
      .replace(/;$/, "");
    return [{ name: member.computed ? `[${name}]` : name, doc: docBefore(source, start), signature, members: [] }];
  });
}

/** An interface or a type: it ends where the formatter ends it. */
function typeNamed(source: string, name: string, file: string): Declared {
  const from = new RegExp(`^export (?:interface|type) ${name}\\b`, "m").exec(source)?.index;
  if (from === undefined) throw new Error(`${file} exports no ${name}.`);
  const end = source.startsWith("export interface", from) ? /^[^]*?\n\}/ : /^[^]*?;(?=\n(?:\n|[^\s|&}]))/;
  const text = end.exec(source.slice(from))?.[0] ?? source.slice(from);
  return { name, doc: docBefore(source, from), signature: text.trim(), members: [] };
}

/** The TSDoc that stands right before a place, without its stars; empty: there is none. */
function docBefore(source: string, place: number): string {
  const before = source
    .slice(0, place)
    .trimEnd()
    .replace(/\s*(?:\/\/[^\n]*\s*)+$/, ""); // past remarks for other tools
  if (!before.endsWith("*/")) return "";
  const text = before.slice(before.lastIndexOf("/*"));
  if (!text.startsWith("/**")) return "";
  return text
    .slice(3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

function page({ name, signature, doc, members }: Declared): string {
  const own = members.filter((member) => member.doc !== "");
  return [
    `## ${name}`,
    code(signature),
    markdownOf(doc),
    ...own.map((member) => [`### ${name}.${member.name}`, code(member.signature), markdownOf(member.doc)].join("\n\n")),
  ].join("\n\n");
}

function code(text: string): string {
  const indents = text
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const closing = text.split("\n").at(-1) ?? "";
  const shared = indents.length === 0 ? 0 : Math.min(...indents, closing.length - closing.trimStart().length);
  return ["```ts", ...text.split("\n").map((line, i) => (i === 0 ? line : line.slice(shared))), "```"].join("\n");
}

/** TSDoc's tags as Markdown: parameters and errors as a list, examples as code. */
function markdownOf(doc: string): string {
  const parts = doc
    .split(/(?=@(?:param|throws|example)\b)|(?=^\*\*)/m)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts
    .map((part) => {
      const example = /^@example\s*([^]*)$/.exec(part)?.[1];
      if (example !== undefined) return code(example.trim());
      const parameter = /^@param (\S+)\s*([^]*)$/.exec(part);
      if (parameter) return `- \`${parameter[1]}\`: ${inline(parameter[2] ?? "")}`;
      const thrown = /^@throws\s*([^]*)$/.exec(part)?.[1];
      if (thrown !== undefined) return `- throws ${inline(thrown.replaceAll(/\{(\w+)\}/g, "`$1`"))}`;
      return inline(part);
    })
    .join("\n\n")
    .replaceAll(/(^- .*)\n\n(?=- )/gm, "$1\n");
}

function inline(text: string): string {
  return text.replaceAll(/\s*\n(?!\n)\s*/g, " ").trim();
}

/** Node warns of this function, which it uses itself for every such file, once in each process. */
function withoutTypes(source: string): string {
  const emitWarning = Reflect.get(process, "emitWarning");
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
