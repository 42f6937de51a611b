/* oxlint-disable typescript/switch-exhaustiveness-check -- nodes that are not named take the default */
import { type AnyNode, type Identifier, type ModuleDeclaration, parse, type Pattern, type Program } from "acorn";
import { childrenOf, isFunction, isLabel, nameOf, namesIn } from "./syntax-tree.ts";
import { TextEdits } from "./text-edits.ts";

/** A module as the body of a function: each call of it is a fresh instance. */
export interface ModuleText {
  readonly url: string;
  /** In strict mode; its parameters are named by `parameters`. */
  readonly code: string;
  /** Imported modules, in order · what takes the exports · `import.meta`. */
  readonly parameters: readonly [imports: string, exports: string, meta: string];
  /** Characters put before the first line. */
  readonly shift: number;
  /** What it imports, as it stands there; `rewrite` answers these, `ProgramText` their addresses. */
  readonly imports: readonly string[];
  /** Places in `imports` of modules whose exports are exported again, all of them. */
  readonly stars: readonly number[];
}

/** Where an imported name is to be found. */
interface Imported {
  readonly place: number;
  /** Null: the module as a whole. */
  readonly name: string | null;
}

const META = new Set(["url", "filename", "dirname", "main"]);

/**
 * Makes a function of an ES module, by edits in place: imports become reads of what they import, exports getters
 * (so they are live), and every line stays where it is.
 *
 * Answers null for a module that this would change: one with a top-level `await`, `import()`, attributes, `eval`, a name
 * that is imported and also declared; and for what is no ES module, or not JavaScript. Such programs are loaded by the platform.
 */
export function rewrite(url: string, source: string): ModuleText | null {
  const program = parsed(source);
  return program && new Rewriting(source, program).text(url);
}

function parsed(source: string): Program | null {
  try {
    const program = parse(source, { sourceType: "module", ecmaVersion: "latest" });
    const isModule = program.body.some(({ type }) => /^(Import|Export)/.test(type));
    return isModule && !source.startsWith("#!") ? program : null;
  } catch {
    return null;
  }
}

class Rewriting {
  readonly #edits: TextEdits;
  readonly #program: Program;
  readonly #prefix: string;
  readonly #imports: string[] = [];
  readonly #imported = new Map<string, Imported>();
  readonly #exports: string[] = [];
  readonly #stars: number[] = [];
  readonly #declared = new Set<string>();
  /** Where statements of a block begin: there a bracket would continue the line before. */
  readonly #beginnings = new Set<number>();
  #isFit = true;

  constructor(source: string, program: Program) {
    this.#edits = new TextEdits(source);
    this.#program = program;
    let prefix = "$_";
    for (let i = 0; source.includes(prefix); i++) prefix = `$_${i}_`;
    this.#prefix = prefix;
  }

  text(url: string): ModuleText | null {
    for (const node of this.#program.body) if (node.type === "ImportDeclaration") this.#import(node);
    for (const node of this.#program.body) {
      this.#beginnings.add(node.start);
      if (node.type === "ImportDeclaration") this.#edits.blank(node.start, node.end);
      else this.#visit(node, this.#program, 0);
    }
    for (const name of this.#imported.keys()) if (this.#declared.has(name)) this.#isFit = false;
    if (!this.#isFit) return null;
    const p = this.#prefix;
    const begin = `"use strict";${p}x({__proto__:null,${this.#exports.join(",")}});`;
    return {
      url,
      code: begin + this.#edits.applied(),
      parameters: [`${p}i`, `${p}x`, `${p}m`],
      shift: begin.length,
      imports: this.#imports,
      stars: this.#stars,
    };
  }

  #moduleAt(node: Extract<ModuleDeclaration, { source?: unknown }>): number {
    if (node.attributes.length > 0) this.#isFit = false;
    const wanted = String(node.source?.value);
    const known = this.#imports.indexOf(wanted);
    return known >= 0 ? known : this.#imports.push(wanted) - 1;
  }

  #import(node: Extract<ModuleDeclaration, { type: "ImportDeclaration" }>): void {
    const place = this.#moduleAt(node);
    for (const specifier of node.specifiers) {
      const name =
        specifier.type === "ImportNamespaceSpecifier"
          ? null
          : specifier.type === "ImportDefaultSpecifier"
            ? "default"
            : nameOf(specifier.imported);
      this.#imported.set(specifier.local.name, { place, name });
    }
  }

  #read({ place, name }: Imported): string {
    const module = `${this.#prefix}i[${place}]`;
    return name === null ? module : `${module}[${JSON.stringify(name)}]`;
  }

  #export(name: string, read: string): void {
    this.#exports.push(`get ${JSON.stringify(name)}(){return ${read}}`);
  }

  #readLocal(name: string): string {
    const imported = this.#imported.get(name);
    return imported ? this.#read(imported) : name;
  }

  /** @param depth functions around the node */
  #visit(node: AnyNode, parent: AnyNode, depth: number): void {
    switch (node.type) {
      case "ExportNamedDeclaration":
        return this.#exportNamed(node, depth);
      case "ExportDefaultDeclaration":
        return this.#exportDefault(node, depth);
      case "ExportAllDeclaration": {
        const place = this.#moduleAt(node);
        if (node.exported) this.#export(nameOf(node.exported), this.#read({ place, name: null }));
        else this.#stars.push(place);
        return this.#edits.blank(node.start, node.end);
      }
      case "ImportExpression":
        this.#isFit = false;
        return;
      case "MetaProperty":
        return this.#metaProperty(node, parent);
      case "AwaitExpression":
        if (depth === 0) this.#isFit = false;
        break;
      case "ForOfStatement":
        if (node.await && depth === 0) this.#isFit = false;
        break;
      case "Identifier":
        return this.#identifier(node, parent);
      case "BlockStatement":
      case "StaticBlock":
        for (const { start } of node.body) this.#beginnings.add(start);
        break;
      case "SwitchCase":
        for (const { start } of node.consequent) this.#beginnings.add(start);
        break;
      case "VariableDeclarator":
        this.#declare(node.id);
        break;
      case "CatchClause":
        if (node.param) this.#declare(node.param);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        if (node.id) this.#declared.add(node.id.name);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        if (node.id) this.#declared.add(node.id.name);
        for (const parameter of node.params) this.#declare(parameter);
        break;
      default:
        break;
    }
    this.#visitChildren(node, depth + Number(isFunction(node)));
  }

  #visitChildren(node: AnyNode, depth: number): void {
    for (const child of childrenOf(node)) if (!isLabel(child, node)) this.#visit(child, node, depth);
  }

  #declare(pattern: Pattern): void {
    for (const name of namesIn(pattern)) this.#declared.add(name);
  }

  #exportNamed(node: Extract<ModuleDeclaration, { type: "ExportNamedDeclaration" }>, depth: number): void {
    const { declaration } = node;
    if (declaration) {
      const names =
        declaration.type === "VariableDeclaration"
          ? declaration.declarations.flatMap(({ id }) => namesIn(id))
          : [declaration.id.name];
      for (const name of names) this.#export(name, name);
      this.#edits.replace(node.start, declaration.start, "");
      return this.#visit(declaration, node, depth);
    }
    const place = node.source ? this.#moduleAt(node) : null;
    for (const { local, exported } of node.specifiers) {
      const name = nameOf(local);
      this.#export(nameOf(exported), place === null ? this.#readLocal(name) : this.#read({ place, name }));
    }
    this.#edits.blank(node.start, node.end);
  }

  #exportDefault(node: Extract<ModuleDeclaration, { type: "ExportDefaultDeclaration" }>, depth: number): void {
    const { declaration } = node;
    const isNamed = "id" in declaration && declaration.id && declaration.type.endsWith("Declaration");
    if (isNamed && "id" in declaration && declaration.id) {
      this.#export("default", declaration.id.name);
      this.#edits.replace(node.start, declaration.start, "");
    } else {
      const name = `${this.#prefix}d`;
      this.#export("default", `${name}.default`);
      // In an object, so that what has no name is called "default", as it is in a module.
      this.#edits.replace(node.start, declaration.start, `const ${name}={default:`);
      this.#edits.replace(declaration.end, declaration.end, "};");
    }
    this.#visit(declaration, node, depth);
  }

  #metaProperty(node: Extract<AnyNode, { type: "MetaProperty" }>, parent: AnyNode): void {
    if (node.meta.name !== "import") return;
    const wanted = parent.type === "MemberExpression" && !parent.computed ? parent.property : null;
    if (wanted?.type !== "Identifier" || !META.has(wanted.name)) this.#isFit = false;
    this.#edits.replace(node.start, node.end, `${this.#prefix}m`);
  }

  #identifier({ name, start, end }: Identifier, parent: AnyNode): void {
    if (name === "eval") this.#isFit = false;
    const imported = this.#imported.get(name);
    if (!imported) return;
    const read = this.#read(imported);
    const isShort = parent.type === "Property" && parent.shorthand;
    const isCalled =
      (parent.type === "CallExpression" && parent.callee.start === start) ||
      (parent.type === "TaggedTemplateExpression" && parent.tag.start === start);
    if (isShort) this.#edits.replace(start, end, `${name}:${read}`);
    // Called without a receiver, as it was; the semicolon keeps the bracket from calling what stands on the line before.
    else if (isCalled && imported.name !== null)
      this.#edits.replace(start, end, `${this.#beginnings.has(start) ? ";" : ""}(0,${read})`);
    else this.#edits.replace(start, end, read);
  }
}
