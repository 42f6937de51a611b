import type { AnyNode, Expression, Pattern } from "acorn";
import { childrenOf, uses } from "./nodes.ts";
import { type Place, RefusedError } from "./refused.ts";
import type { Binding, FunctionScope, Scope, Scopes } from "./scopes.ts";

/** One function whose text is being generated. */
export interface Frame {
  readonly owner: FunctionScope;
  /** Its code can't yield: a constructor of a foreign class, a student's own generator, an initial value of a field. */
  readonly isPlain: boolean;
  readonly usesThis: boolean;
  readonly usesArguments: boolean;
  /** Temporaries it needs. */
  temporaries: number;
  /** Values that were computed and are still needed: part of the thread's state. */
  readonly held: string[];
  readonly free: string[];
  /** Where the completion of each `try … finally` around is noted, inner ones last. */
  readonly completions: string[];
}

/** What all parts of the transform share while one module is generated. */
export class Emission {
  readonly text: string;
  readonly scopes: Scopes;
  /** Name of the runtime in the generated text; other names of ours begin with it. */
  readonly rt: string;
  /** Where a position in the text lies for the student. */
  readonly placeOf: (position: number) => Place | null;
  /** Place of each site, by its number less `firstSite`. */
  readonly sites: Place[] = [];
  readonly firstSite: number;
  /** Whether the text counts the work that it does. */
  readonly isTimed: boolean;
  /** Makers of plain functions, at the top of the module. */
  readonly preamble: string[] = [];
  /** Names of properties that some class or object answers with a getter or setter of its own. */
  readonly accessors = new Set<string>();
  /** Private methods of the classes around, such as `#take`, and how they are called: they are generators. */
  readonly privateMethods = new Map<string, "callSteps" | "callAsync" | "callAsyncGenerator">();
  /** What each call calls, as the program says it. */
  readonly callees = new Map<number, string>();
  /** Names that functions and classes get from what they are assigned to. */
  readonly names = new Map<AnyNode, string>();
  print: (node: AnyNode) => string = () => "";
  frame: Frame;
  scope: Scope;

  constructor(options: Pick<Emission, "text" | "scopes" | "rt" | "placeOf" | "firstSite" | "isTimed">) {
    const { text, scopes, rt, placeOf, firstSite, isTimed } = options;
    this.firstSite = firstSite;
    this.isTimed = isTimed;
    this.text = text;
    this.scopes = scopes;
    this.rt = rt;
    this.placeOf = placeOf;
    this.scope = scopes.module;
    this.frame = frameOf(scopes.module.owner, false, false, false);
  }

  refuse(node: AnyNode, because: string): never {
    throw new RefusedError(because, this.placeOf(node.start));
  }

  /** A number for the code of a function or class. */
  code(node: AnyNode): number {
    const place = this.placeOf(node.start);
    // What the bundler has put in is nowhere in the student's files: the caller's place is shown instead.
    if (!place) return -1_000_000 - this.firstSite - this.#unplaced++;
    this.sites.push(place);
    return this.firstSite + this.sites.length - 1;
  }
  #unplaced = 0;

  source(node: AnyNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** An initial value, which is called after the variable if it is a function without a name. */
  named(id: Pattern, init: Expression): string {
    if (id.type === "Identifier") this.names.set(init, id.name);
    return this.print(init);
  }

  /** The node's text, with each child replaced by what is generated for it. */
  copy(node: AnyNode): string {
    let out = "";
    let from = node.start;
    for (const child of childrenOf(node)) {
      out += this.text.slice(from, child.start) + this.print(child);
      from = child.end;
    }
    return out + this.text.slice(from, node.end);
  }

  /** Generates in the scope that the node opens. */
  within<T>(node: AnyNode, body: () => T): T {
    const before = this.scope;
    this.scope = this.scopes.opened(node) ?? before;
    try {
      return body();
    } finally {
      this.scope = before;
    }
  }

  /** Generates a function: `body` answers its text, and gets the frame. */
  inFunction<T>(node: AnyNode, isPlain: boolean, body: (frame: Frame) => T): T {
    const opened = this.scopes.opened(node);
    if (!opened) throw new RangeError(`${node.type} opens no scope`);
    const { frame, scope } = this;
    this.frame = frameOf(opened.owner, isPlain, uses(node, "this"), uses(node, "arguments"));
    this.scope = opened;
    try {
      return body(this.frame);
    } finally {
      this.frame = frame;
      this.scope = scope;
    }
  }

  temporary(): string {
    return this.frame.free.pop() ?? `${this.rt}${++this.frame.temporaries}`;
  }

  /** While `body` generates what is evaluated next, the value in `name` is part of the state. */
  holding<T>(names: readonly string[], body: () => T): T {
    this.frame.held.push(...names);
    try {
      return body();
    } finally {
      this.frame.held.splice(this.frame.held.length - names.length);
    }
  }

  release(...names: readonly string[]): void {
    this.frame.free.push(...names);
  }

  /** Everything that the function still knows at this place: a frame of the thread's exact local state. */
  state(node: AnyNode): string {
    const variables = this.#variables(node);
    // What functions of the program may assign to, while this one waits for them, is looked at when it is asked for.
    const values = [...this.frame.held, ...variables.filter((binding) => !isLate(binding)).map((it) => this.value(it))];
    if (this.frame.usesArguments) values.push(`${this.rt}a`);
    if (this.frame.usesThis) values.push("this");
    const late = variables.filter(isLate).map((binding) => this.value(binding));
    const last = late.length === 0 ? "" : `,()=>[${late.join(",")}]`;
    return `${this.rt}.at(${this.rt}u,${this.code(node)},[${values.join(",")}]${last})`;
  }

  #variables(node: AnyNode): readonly Binding[] {
    const said = new Set<Binding>();
    for (let scope: Scope | null = this.scope; scope && scope.owner === this.frame.owner; scope = scope.parent) {
      if (scope === this.scopes.module) break;
      for (const binding of scope.bindings.values())
        if (binding.isDeclared && this.scopes.isLive(binding, node.end, node)) said.add(binding);
    }
    const outer = [...this.frame.owner.captured].filter(({ scope }) => scope !== this.scopes.module);
    for (const binding of outer) said.add(binding);
    return [...said];
  }

  /** Reads a variable, also where it may not have been declared yet. */
  value({ emitted, isDeclared, scope }: Binding): string {
    return isDeclared && scope.node.type !== "SwitchStatement" ? emitted : `${this.rt}.seen(()=>${emitted})`;
  }

  /** What a function value carries: the variables it captures. */
  captures(owner: FunctionScope): string {
    const outer = [...owner.captured].filter(({ scope }) => scope !== this.scopes.module && scope.owner !== owner);
    return outer.length === 0
      ? "null"
      : `()=>[${outer.map(({ emitted }) => `${this.rt}.seen(()=>${emitted})`).join(",")}]`;
  }
}

function isLate({ isCaptured, isReassigned }: Binding): boolean {
  return isCaptured && isReassigned;
}

function frameOf(owner: FunctionScope, isPlain: boolean, usesThis: boolean, usesArguments: boolean): Frame {
  return { owner, isPlain, usesThis, usesArguments, temporaries: 0, held: [], free: [], completions: [] };
}
