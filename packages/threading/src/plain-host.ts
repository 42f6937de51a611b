import { findScopeBy, type Scope, scopeOf } from "@lockstep/memory/seam";
import { fileURLToPath } from "node:url";
import { BadTargetError } from "./errors.ts";
import type { Exported, ModuleHost, Target } from "./module-host.ts";
import { isOwnSource } from "./own-sources.ts";

/**
 * Plain ES modules: a target is an export of the module that starts the thread. A module can't be loaded twice in one
 * worker, except under another address: so a worker that serves several threads gives each a fresh instance of the
 * target's module, but not of the modules which that imports.
 */
export class PlainHost implements ModuleHost {
  readonly #scopes = new Map<string, Scope>();
  readonly #loaded = new Map<string, Readonly<Record<string, unknown>>>();
  #loading = 0;
  #threads = 0;

  constructor() {
    findScopeBy(() => this.#scope());
  }

  /** Another thread begins in this worker. */
  reset(): void {
    this.#threads++;
    this.#scopes.clear();
    this.#loaded.clear();
  }

  get isLoading(): boolean {
    return this.#loading > 0;
  }

  describe(target: Exported): Target {
    const caller = callers()[0]?.module;
    if (caller === undefined || target.name === "") throw new BadTargetError("A thread's function needs a name.");
    const exports = this.#loaded.get(caller); // not there while the module's own top level runs: then the new thread finds out
    if (exports && exports[target.name] !== target)
      throw new BadTargetError(`${fileURLToPath(caller)} does not export this function as ${target.name}.`);
    return { module: caller, name: target.name, source: Function.prototype.toString.call(target) };
  }

  async load(module: string): Promise<Readonly<Record<string, unknown>>> {
    this.#loading++;
    try {
      const exports: Readonly<Record<string, unknown>> = await import(
        this.#threads > 1 ? `${module}?thread=${this.#threads}` : module
      );
      this.#loaded.set(module, exports);
      return exports;
    } finally {
      this.#loading--;
    }
  }

  async find(target: Target): Promise<Function> {
    const found = (await this.load(target.module))[target.name];
    if (typeof found !== "function")
      throw new BadTargetError(`${fileURLToPath(target.module)} exports no function ${target.name}.`);
    if (target.source !== "" && Function.prototype.toString.call(found) !== target.source)
      throw new BadTargetError(`${target.name} is another function in ${fileURLToPath(target.module)}.`);
    return found;
  }

  /** The module whose top level is being evaluated: then no function is on the stack, and every caller has no name. */
  #scope(): Scope | null {
    if (this.#loading === 0) return null;
    const frames = callers();
    const evaluated = frames[0]?.module;
    if (evaluated === undefined || frames.some(({ isNamed }) => isNamed)) return null;
    const known = this.#scopes.get(evaluated) ?? scopeOf(evaluated);
    this.#scopes.set(evaluated, known);
    return known;
  }
}

/** Frames of modules that are not ours, innermost first. */
function callers(): { readonly module: string; readonly isNamed: boolean }[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const lines = (new Error().stack ?? "").split("\n");
  Error.stackTraceLimit = limit;
  return lines.flatMap((line) => {
    const url = /(file:\/\/.*?):\d+:\d+\)?$/.exec(line)?.[1]?.replace(/\?.*$/, "");
    if (url === undefined || isOwnSource(url)) return [];
    return [{ module: url, isNamed: line.endsWith(")") }];
  });
}
