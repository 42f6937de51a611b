/* oxlint-disable typescript/switch-exhaustiveness-check -- nodes that are not named take the default */
import type { AnyNode, Identifier, Pattern, Program } from "acorn";
import { childrenOf, isClass, isFunction, isLoop } from "./nodes.ts";

export type BindingKind = "var" | "let" | "const" | "class" | "function" | "parameter" | "import";

/** One variable. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly scope: Scope;
  /** Where it is mentioned, as the place in the text after which the mention has been evaluated. */
  readonly mentions: number[];
  /** Assigned to after its declaration. */
  isReassigned: boolean;
  /** Used by a function within the one that declares it. */
  isCaptured: boolean;
  /** Used otherwise than by being called: whoever has a function may put something on it. */
  isHeld: boolean;
  /** What its declaration gives it, where that is one expression. */
  initial: AnyNode | null;
  /** Its name in the generated text: unlike any other that is visible where it is. */
  emitted: string;
  /** Whether its declaration comes before what is being generated now. */
  isDeclared: boolean;
}

export interface Scope {
  readonly node: AnyNode;
  readonly parent: Scope | null;
  /** The function whose frame holds its variables; the program for those of the module. */
  readonly owner: FunctionScope;
  readonly bindings: Map<string, Binding>;
}

/** What belongs to one function. */
export interface FunctionScope {
  readonly node: AnyNode;
  readonly parent: FunctionScope | null;
  /** Variables of functions around it that it uses, or that functions within it use. */
  readonly captured: Set<Binding>;
}

/** Who declares what, and who uses it. */
export class Scopes {
  readonly #scopes = new Map<AnyNode, Scope>();
  readonly #resolved = new Map<Identifier, Binding>();
  readonly #parents = new Map<AnyNode, AnyNode>();
  readonly module: Scope;

  constructor(program: Program) {
    const owner: FunctionScope = { node: program, parent: null, captured: new Set() };
    this.module = { node: program, parent: null, owner, bindings: new Map() };
    this.#scopes.set(program, this.module);
    for (const child of childrenOf(program)) this.#declare(child, program, this.module);
    for (const child of childrenOf(program)) this.#resolve(child, this.module, 0, false);
    this.#rename(this.module);
  }

  /** The variable that an identifier means; null for what is no variable of the program. */
  of(identifier: Identifier): Binding | null {
    return this.#resolved.get(identifier) ?? null;
  }

  /** The variable of that name as seen from a scope; null where there is none. */
  bindingIn(scope: Scope, name: string): Binding | null {
    for (let from: Scope | null = scope; from; from = from.parent) {
      const found = from.bindings.get(name);
      if (found) return found;
    }
    return null;
  }

  /** The scope that a node opens; null where it opens none. */
  opened(node: AnyNode): Scope | null {
    return this.#scopes.get(node) ?? null;
  }

  parentOf(node: AnyNode): AnyNode | null {
    return this.#parents.get(node) ?? null;
  }

  /** Whether the variable's value may still be used after `place` in the function that declares it. */
  isLive(binding: Binding, place: number, at: AnyNode): boolean {
    if (binding.isCaptured || binding.mentions.some((mention) => mention >= place)) return true;
    for (let node: AnyNode | null = at; node; node = this.parentOf(node)) {
      const loop = node;
      if (isLoop(loop) && binding.mentions.some((mention) => mention >= loop.start && mention <= loop.end)) return true;
      if (node === binding.scope.node || node === binding.scope.owner.node) return false;
    }
    return false;
  }

  #open(node: AnyNode, parent: Scope, isOwner: boolean): Scope {
    const owner = isOwner ? { node, parent: parent.owner, captured: new Set<Binding>() } : parent.owner;
    const scope: Scope = { node, parent, owner, bindings: new Map() };
    this.#scopes.set(node, scope);
    return scope;
  }

  #add(scope: Scope, { name }: Identifier, kind: BindingKind, initial: AnyNode | null = null): void {
    const known = scope.bindings.get(name);
    if (known) known.isReassigned = true;
    else {
      scope.bindings.set(name, {
        name,
        kind,
        scope,
        mentions: [],
        isReassigned: false,
        isCaptured: false,
        isHeld: false,
        initial,
        emitted: name,
        isDeclared: kind === "var" || kind === "function" || kind === "parameter" || kind === "import",
      });
    }
  }

  #declare(node: AnyNode, parent: AnyNode, scope: Scope): void {
    this.#parents.set(node, parent);
    let inner = scope;
    if (isFunction(node)) {
      if (node.type === "FunctionDeclaration" && node.id) this.#add(scope, node.id, "function", node);
      inner = this.#open(node, scope, true);
      if (node.type === "FunctionExpression" && node.id) this.#add(inner, node.id, "function", node);
      for (const name of node.params.flatMap(namesIn)) this.#add(inner, name, "parameter");
    } else if (isClass(node)) {
      if (node.type === "ClassDeclaration" && node.id) this.#add(scope, node.id, "class", node);
      inner = this.#open(node, scope, false);
      if (node.type === "ClassExpression" && node.id) this.#add(inner, node.id, "class", node);
    } else if (node.type === "PropertyDefinition" || node.type === "StaticBlock") inner = this.#open(node, scope, true);
    else if (node.type === "VariableDeclaration") {
      const kind = node.kind === "var" || node.kind === "let" ? node.kind : "const";
      const where = kind === "var" ? functionScope(scope) : scope;
      for (const { id, init } of node.declarations)
        for (const name of namesIn(id)) this.#add(where, name, kind, id.type === "Identifier" ? (init ?? null) : id);
    } else if (node.type === "ImportDeclaration") {
      for (const { local } of node.specifiers) this.#add(scope, local, "import");
    } else if (node.type === "CatchClause") {
      inner = this.#open(node, scope, false);
      if (node.param) for (const name of namesIn(node.param)) this.#add(inner, name, "let");
    } else if (isLoop(node) || node.type === "SwitchStatement") inner = this.#open(node, scope, false);
    else if (node.type === "BlockStatement" && !isFunction(parent) && parent.type !== "CatchClause")
      inner = this.#open(node, scope, false);
    for (const child of childrenOf(node)) this.#declare(child, node, inner);
  }

  /** `end`: the place where the pattern around is evaluated; 0 outside patterns. */
  #resolve(node: AnyNode, scope: Scope, end: number, isTarget: boolean): void {
    if (node.type === "Identifier") {
      if (!this.isName(node)) this.#mention(node, scope, end === 0 ? node.end : end, isTarget);
      return;
    }
    const inner = this.opened(node) ?? scope;
    switch (node.type) {
      case "VariableDeclarator":
        this.#resolve(node.id, inner, node.end, false);
        if (node.init) this.#resolve(node.init, inner, end, false);
        return;
      case "AssignmentExpression":
        this.#resolve(node.left, inner, node.left.type === "Identifier" ? end : node.end, true);
        this.#resolve(node.right, inner, end, false);
        return;
      case "UpdateExpression":
        this.#resolve(node.argument, inner, end, true);
        return;
      case "ForOfStatement":
      case "ForInStatement":
        this.#resolve(node.left, inner, node.body.start, node.left.type !== "VariableDeclaration");
        this.#resolve(node.right, inner, end, false);
        this.#resolve(node.body, inner, 0, false);
        return;
      // An operand is still needed while those after it are evaluated.
      case "MemberExpression": {
        const used = Math.max(end, node.end - 1);
        this.#resolve(node.object, inner, node.object.type === "Identifier" ? used : end, false);
        if (node.computed) this.#resolve(node.property, inner, end, false);
        return;
      }
      case "BinaryExpression":
        return this.#operands(node, inner, end, node.end);
      case "CallExpression":
      case "NewExpression":
      case "ArrayExpression":
      case "ObjectExpression":
      case "TemplateLiteral":
      case "TaggedTemplateExpression":
        return this.#operands(node, inner, end, node.end - 1);
      case "AssignmentPattern":
        this.#resolve(node.left, inner, end, isTarget);
        this.#resolve(node.right, inner, end, false);
        return;
      default: {
        const passes =
          node.type === "ArrayPattern" ||
          node.type === "ObjectPattern" ||
          node.type === "Property" ||
          node.type === "RestElement";
        const within = isFunction(node) ? 0 : end;
        for (const child of childrenOf(node)) this.#resolve(child, inner, within, passes && isTarget);
      }
    }
  }

  /** @param used where the node itself is evaluated: until then the operands that are variables are needed. */
  #operands(node: AnyNode, scope: Scope, end: number, used: number): void {
    for (const child of childrenOf(node)) {
      const isDirect =
        child.type === "Identifier" ||
        child.type === "SpreadElement" ||
        child.type === "Property" ||
        child.type === "MemberExpression";
      this.#resolve(child, scope, isDirect ? Math.max(end, used) : end, false);
    }
  }

  /** A name of a property, a label, an export: no variable. */
  isName(node: Identifier): boolean {
    const parent = this.parentOf(node);
    if (!parent) return true;
    if (isFunction(parent) || isClass(parent)) return parent.id === node;
    switch (parent.type) {
      case "Property":
        return parent.key === node && !parent.computed && !parent.shorthand;
      case "MethodDefinition":
      case "PropertyDefinition":
        return parent.key === node && !parent.computed;
      case "MemberExpression":
        return parent.property === node && !parent.computed;
      case "LabeledStatement":
      case "BreakStatement":
      case "ContinueStatement":
      case "ImportSpecifier":
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
      case "MetaProperty":
        return true;
      case "ExportSpecifier":
        return parent.local !== node;
      default:
        return false;
    }
  }

  #mention(node: Identifier, scope: Scope, place: number, isTarget: boolean): void {
    let from: Scope | null = scope;
    while (from && !from.bindings.has(node.name)) from = from.parent;
    const binding = from?.bindings.get(node.name);
    if (!binding) return;
    this.#resolved.set(node, binding);
    binding.mentions.push(place);
    const parent = this.parentOf(node);
    const isCalled = parent?.type === "CallExpression" && parent.callee === node;
    if (!isCalled && parent?.type !== "ExportSpecifier") binding.isHeld = true;
    if (isTarget) binding.isReassigned = true;
    for (let user: FunctionScope | null = scope.owner; user && user !== binding.scope.owner; user = user.parent) {
      binding.isCaptured = true;
      user.captured.add(binding);
    }
  }

  /** A variable that hides another one gets a name of its own: both may have to be said at one place. */
  #rename(module: Scope): void {
    const taken = new Map<string, number>();
    for (const name of module.bindings.keys()) taken.set(name, 1);
    for (const scope of this.#scopes.values()) {
      if (scope === module) continue;
      for (const binding of scope.bindings.values()) {
        const times = taken.get(binding.name) ?? 0;
        taken.set(binding.name, times + 1);
        if (times > 0) binding.emitted = `${binding.name}$${times}`;
      }
    }
    const all = new Set([...this.#scopes.values()].flatMap(({ bindings }) => [...bindings.keys()]));
    for (const scope of this.#scopes.values()) {
      for (const binding of scope.bindings.values())
        if (binding.emitted !== binding.name) while (all.has(binding.emitted)) binding.emitted += "$";
    }
  }
}

function functionScope(scope: Scope): Scope {
  let found = scope;
  while (found.node !== found.owner.node && found.parent) found = found.parent;
  return found;
}

/** The variables that a pattern names. */
export function namesIn(pattern: Pattern): readonly Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case "RestElement":
      return namesIn(pattern.argument);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "MemberExpression":
      return [];
  }
}
