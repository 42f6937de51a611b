import { evaluating, ofThread } from "@lockstep/memory/seam";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import { BadTargetError } from "./errors.ts";
import type { Exported, ModuleHost, Target } from "./module-host.ts";
import type { LinkedModule, ProgramText } from "./program-text.ts";

type Exports = Readonly<Record<string, unknown>>;
type Body = (imports: readonly Exports[], register: (exports: Exports) => void, meta: object) => void;

/** A thread's instances. */
interface Instances {
  readonly exports: Map<string, Exports>;
  /** Functions and classes that were found among them. */
  readonly targets: WeakMap<object, Target>;
  /** Modules that are being evaluated. */
  depth: number;
}

/**
 * Modules of a program whose text is known: each thread of a worker has instances of its own of all of them, however many
 * threads the worker serves. The text is compiled once; a thread's first use of a module evaluates it.
 */
export class InstanceHost implements ModuleHost {
  readonly #modules: ReadonlyMap<string, LinkedModule>;
  readonly #outside = new Map<string, Exports>();
  readonly #wanted: readonly string[];
  readonly #bodies = new Map<string, Body>();
  readonly #mine = ofThread((): Instances => ({ exports: new Map(), targets: new WeakMap(), depth: 0 }));

  constructor({ modules, outside }: ProgramText) {
    this.#modules = new Map(modules.map((module) => [module.url, module]));
    this.#wanted = outside;
  }

  get isLoading(): boolean {
    return this.#mine().depth > 0;
  }

  describe(target: Exported): Target {
    const { exports: all, targets } = this.#mine();
    const known = targets.get(target);
    if (known) return known;
    for (const [module, exports] of all) {
      const name = Object.keys(exports).find((each) => valueOf(exports, each) === target);
      if (name === undefined) continue;
      const found = { module, name, source: Function.prototype.toString.call(target) };
      targets.set(target, found);
      return found;
    }
    if (target.name === "") throw new BadTargetError("A thread's function needs a name.");
    throw new BadTargetError(`No module of the program exports this function as ${target.name}.`);
  }

  /** Loads what all threads of this worker share, and compiles what they don't. Before the first of them. */
  async beUp(): Promise<void> {
    for (const url of this.#wanted) this.#outside.set(url, await import(url));
    for (const module of this.#modules.values()) this.#body(module);
  }

  find(target: Target): Function {
    const found = this.load(target.module)[target.name];
    if (typeof found !== "function")
      throw new BadTargetError(`${fileURLToPath(target.module)} exports no function ${target.name}.`);
    if (target.source !== "" && Function.prototype.toString.call(found) !== target.source)
      throw new BadTargetError(`${target.name} is another function in ${fileURLToPath(target.module)}.`);
    return found;
  }

  load(url: string): Exports {
    const outside = this.#outside.get(url);
    if (outside) return outside;
    const mine = this.#mine();
    const known = mine.exports.get(url);
    if (known) return known;
    const module = this.#modules.get(url);
    if (!module) throw new BadTargetError(`${url} is no module of this program.`);
    const imports = module.links.map((link) => this.load(link));
    const register = (exports: Exports): void => {
      for (const place of module.stars) republish(exports, imports[place] ?? {});
      Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
      mine.exports.set(url, Object.preventExtensions(exports));
    };
    mine.depth++;
    try {
      evaluating(url, () => Reflect.apply(this.#body(module), undefined, [imports, register, { ...module.meta }]));
    } catch (error) {
      mine.exports.delete(url);
      throw error;
    } finally {
      mine.depth--;
    }
    return mine.exports.get(url) ?? {};
  }

  #body({ url, code, parameters, shift }: LinkedModule): Body {
    const known = this.#bodies.get(url);
    if (known) return known;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its parameters are those of the text
    const body = compileFunction(code, [...parameters], { filename: url, columnOffset: -shift }) as Body;
    this.#bodies.set(url, body);
    return body;
  }
}

/** `export *`: everything but the default, and what the module exports itself. */
function republish(exports: Exports, from: Exports): void {
  for (const name of Object.keys(from)) {
    if (name === "default" || name in exports) continue;
    Object.defineProperty(exports, name, { get: () => from[name], enumerable: true });
  }
}

/** What a module exports under a name; undefined before its line has been reached. */
function valueOf(exports: Exports, name: string): unknown {
  try {
    return exports[name];
  } catch {
    return undefined;
  }
}
