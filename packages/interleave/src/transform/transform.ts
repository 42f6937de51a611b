import { type AnyNode, type ImportDeclaration, parse, type Program } from "acorn";
import { isGlobal } from "./access.ts";
import { Emission } from "./emission.ts";
import { childrenOf, isClass, isFunction } from "./nodes.ts";
import { print } from "./print.ts";
import { type Place, RefusedError } from "./refused.ts";
import { type Binding, Scopes } from "./scopes.ts";
import { statements } from "./statements.ts";

/** A module whose functions are steps. */
export interface Transformed {
  /** An expression: a function of the runtime, which answers the module's body as a generator function. */
  readonly code: string;
  /** Where each site lies for the student; the first one has the number that was asked for. */
  readonly sites: readonly Place[];
  readonly firstSite: number;
  /** Names of what the module exports. */
  readonly exports: readonly string[];
}

export interface TransformOptions {
  /** For messages, where no source map says better. */
  readonly file: string;
  /** Where a line and column (both from 1) of the text lie in the student's files, null: nowhere. The same where absent. */
  readonly originalOf?: (line: number, column: number) => Place | null;
  /** Number of the first site; modules of one program must not share numbers. */
  readonly firstSite?: number;
  /** Counts the work that is done, in ticks, for a run on virtual cores. */
  readonly isTimed?: boolean;
}

/**
 * Makes generators of a JavaScript module (types stripped, \`using\` and \`?.\` lowered): each access to a property of who
 * knows what, and each call, asks the runtime, and may yield there what all its functions still know.
 * @throws {RefusedError} for what can't be explored, and for what is no JavaScript.
 */
export function transform(text: string, options: TransformOptions): Transformed {
  const { file, originalOf, firstSite = 0, isTimed = false } = options;
  const placeAt = (line: number, column: number): Place | null =>
    originalOf ? originalOf(line, column) : { file, line, column };
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const [, line = "1", column = "0"] = /\((\d+):(\d+)\)$/.exec(cause.message) ?? [];
    throw new RefusedError(cause.message.replace(/ \(\d+:\d+\)$/, ""), placeAt(Number(line), Number(column) + 1));
  }
  const scopes = new Scopes(program);
  const lines = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  const placeOf = (position: number): Place | null => {
    const line = lines.findLastIndex((start) => start <= position);
    return placeAt(line + 1, position - (lines[line] ?? 0) + 1);
  };
  const e = new Emission({ text, scopes, rt: unusedName(text + namesIn(program)), placeOf, firstSite, isTimed });
  e.print = (node) => print(e, node);
  findAccessors(program, e.accessors);
  refuseGlobals(e, program);
  const exports: string[] = [];
  return { code: moduleText(e, program, exports), sites: e.sites, firstSite, exports };
}

/** A name that the program doesn't contain: so it can't reach the runtime. */
function unusedName(text: string): string {
  let name = "$_";
  for (let i = 0; text.includes(name); i++) name = `$_${i}_`;
  return name;
}

/** All names as the language reads them: an escape in the text hides none. */
function namesIn(node: AnyNode): string {
  const own = node.type === "Identifier" || node.type === "PrivateIdentifier" ? ` ${node.name}` : "";
  return own + childrenOf(node).map(namesIn).join("");
}

function findAccessors(node: AnyNode, names: Set<string>): void {
  if ((node.type === "MethodDefinition" || node.type === "Property") && (node.kind === "get" || node.kind === "set")) {
    if (!node.computed && node.key.type === "Identifier") names.add(JSON.stringify(node.key.name));
  }
  for (const child of childrenOf(node)) findAccessors(child, names);
}

/** What all threads of one realm have, and no state can say: it is read by its names only. */
function refuseGlobals(e: Emission, node: AnyNode): void {
  if (node.type === "Identifier" && node.name === "globalThis" && isGlobal(e, node) && !e.scopes.isName(node)) {
    const access = e.scopes.parentOf(node);
    const use = access && e.scopes.parentOf(access);
    const isRead =
      access?.type === "MemberExpression" &&
      access.object === node &&
      !(use?.type === "AssignmentExpression" && use.left === access) &&
      use?.type !== "UpdateExpression" &&
      !(use?.type === "UnaryExpression" && use.operator === "delete");
    if (!isRead)
      e.refuse(node, "globalThis can only be read, as in globalThis.name. Keep a value in a variable of the module.");
  }
  for (const child of childrenOf(node)) refuseGlobals(e, child);
}

function moduleText(e: Emission, program: Program, names: string[]): string {
  const { rt } = e;
  const imports: string[] = [];
  const exports: string[] = [];
  const body: AnyNode[] = [];
  for (const node of program.body) {
    if (node.type === "ImportDeclaration") imports.push(...imported(e, node));
    else if (node.type === "ExportAllDeclaration")
      e.refuse(node, "export * has to be bundled before the program is transformed.");
    else if (node.type === "ExportNamedDeclaration") {
      if (node.source) e.refuse(node, "export … from has to be bundled before the program is transformed.");
      if (node.declaration) body.push(node.declaration);
    } else if (node.type !== "ExportDefaultDeclaration") body.push(node);
  }
  // Only now: what is printed marks variables as declared.
  const text = moduleBody(e, program);
  for (const node of program.body) exports.push(...exported(e, node));
  names.push(...exports.map((said) => said.slice(0, said.indexOf(":")).replaceAll('"', "")));
  const state = [...e.scopes.module.bindings.values()].filter(isState);
  const temporaries = Array.from({ length: e.frame.temporaries }, (_unused, i) => `,${rt}${i + 1}`).join("");
  const makers = e.preamble.map((maker, i) => `const ${rt}w${i}=${maker};`).join("\n");
  return [
    `((${rt})=>{"use strict";${rt}.names([${[...e.callees].map((callee) => JSON.stringify(callee)).join(",")}]);${makers}`,
    `return function*(${rt}m,__lockstepMain){let ${rt}u=${rt}.up${temporaries};`,
    ...imports,
    `${rt}m.exports({__proto__:null,${exports.join(",")}});`,
    `${rt}m.state(()=>[${state.map(({ emitted }) => `${rt}.seen(()=>${emitted})`).join(",")}]);`,
    text,
    "}})",
  ].join("\n");
}

function moduleBody(e: Emission, program: Program): string {
  const list = program.body.flatMap((node): Parameters<typeof statements>[1] => {
    if (node.type === "ImportDeclaration" || node.type === "ExportAllDeclaration") return [];
    if (node.type === "ExportNamedDeclaration") return node.declaration ? [node.declaration] : [];
    return [node];
  });
  return statements(e, list);
}

function imported(e: Emission, node: ImportDeclaration): readonly string[] {
  const wanted = `${e.rt}m.require(${e.source(node.source)})`;
  if (node.specifiers.length === 0) return [`${wanted};`];
  return node.specifiers.map((specifier) => {
    const name = e.scopes.bindingIn(e.scopes.module, specifier.local.name)?.emitted ?? specifier.local.name;
    if (specifier.type === "ImportNamespaceSpecifier") return `const ${name}=${wanted};`;
    const from = specifier.type === "ImportDefaultSpecifier" ? '"default"' : keyText(e, specifier.imported);
    return `const ${name}=${wanted}[${from}];`;
  });
}

function keyText(e: Emission, node: AnyNode): string {
  return node.type === "Identifier" ? JSON.stringify(node.name) : e.source(node);
}

function exported(e: Emission, node: Program["body"][number]): readonly string[] {
  const from = (name: string) => e.scopes.bindingIn(e.scopes.module, name)?.emitted ?? name;
  if (node.type === "ExportDefaultDeclaration") {
    const { declaration } = node;
    const name =
      (isFunction(declaration) || isClass(declaration)) && declaration.id
        ? from(declaration.id.name)
        : `${e.rt}default`;
    return [`default:()=>${name}`];
  }
  if (node.type !== "ExportNamedDeclaration") return [];
  const listed = node.specifiers.map(({ exported: name, local }) => `${keyText(e, name)}:()=>${e.print(local)}`);
  const { declaration } = node;
  if (!declaration) return listed;
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) =>
      id.type === "Identifier" ? [`${id.name}:()=>${from(id.name)}`] : [],
    );
  return declaration.id ? [`${declaration.id.name}:()=>${from(declaration.id.name)}`] : [];
}

/** Whether a variable of the module can be different at different moments of one thread. */
function isState({ kind, isReassigned, isHeld, initial }: Binding): boolean {
  if (kind === "import") return false;
  if (isReassigned || initial === null) return true;
  if (isFunction(initial)) return isHeld;
  return initial.type !== "Literal";
}
