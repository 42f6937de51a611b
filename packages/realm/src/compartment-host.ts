import { evaluating } from "@lockstep/memory/seam";
import { BadTargetError, type Exported, type ModuleHost, type Target } from "@lockstep/threading/machinery";
import { hardened } from "./lockdown.ts";
import type { PackageTable } from "./packages.ts";
import { refusal, RefusedModuleError } from "./refusal.ts";
import { compileTrusted } from "./trusted-module.ts";

/** A bundled CommonJS module. */
export interface ModuleText {
  readonly name: string;
  readonly code: string;
}

/** What a host needs to know of the modules it loads. */
export interface HostOptions {
  readonly student: ModuleText;
  /** Ours: evaluated outside the compartment. */
  readonly trusted: ModuleText | null;
  readonly packages: PackageTable;
  readonly trustedPackages: PackageTable;
  /** Besides the language; hardened. */
  readonly globals: Readonly<Record<string, unknown>>;
}

type Exports = Readonly<Record<string, unknown>>;

/** A compartment in which no module was evaluated yet. `begin`: its module is the one that is loaded now. */
interface Empty {
  readonly compartment: Compartment;
  readonly view: { readonly exports: unknown };
  readonly begin: () => void;
}

/**
 * The modules of one logical thread: the student's in a compartment of its own, in which nothing exists but the language,
 * the packages handed in and a console; a trusted one evaluated outside. Each `reset` gives fresh instances.
 */
export class CompartmentHost implements ModuleHost {
  readonly #options: HostOptions;
  readonly #instances = new Map<string, Exports>();
  #targets = new WeakMap<object, Target>();
  #compiled: ReturnType<typeof compileTrusted> | undefined;
  #isMain = false;
  /** For the student's module, which is not evaluated in it yet. */
  #empty: Empty | null = null;
  #hasTouched = false;
  /** Modules that are being evaluated. */
  #depth = 0;
  /** A program starts threads while its module is still being evaluated: its exports are looked at as they are. */
  #loading: { readonly module: string; readonly exports: object } | null = null;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /**
   * Forgets all instances, and makes a compartment for the next one of the student's module: it is evaluated at its first
   * use, in the thread's own time, and what the compartment costs is nobody's. `isMain`: what `import.meta.main` is there.
   */
  reset(isMain: boolean): void {
    this.#instances.clear();
    this.#targets = new WeakMap();
    this.#loading = null;
    this.#hasTouched = false;
    this.#isMain = isMain;
    this.#empty = this.#emptyCompartment();
  }

  /** Whether code of the student has run in this thread: from then on anything that goes wrong may be its doing. */
  get hasTouchedStudent(): boolean {
    return this.#hasTouched;
  }

  /**
   * What a module exports, evaluated at first use in this thread. A frozen copy: what a module's author left to answer
   * differently the second time (getters, a proxy) is asked once.
   */
  load(module: string): Exports {
    const known = this.#instances.get(module);
    if (known) return known;
    const { student, trusted } = this.#options;
    let read: () => object;
    this.#depth++;
    try {
      if (module === student.name) read = evaluating(module, () => this.#loadStudent());
      else if (module === trusted?.name) read = evaluating(module, () => this.#loadTrusted(trusted));
      else throw new BadTargetError(`There is no module ${module}.`);
    } finally {
      this.#depth--;
    }
    const exports = Object.freeze({ __proto__: null, ...read() });
    this.#instances.set(module, exports);
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === "function")
        this.#targets.set(value, { module, name, source: Function.prototype.toString.call(value) });
    }
    return exports;
  }

  get isLoading(): boolean {
    return this.#depth > 0;
  }

  describe(target: Exported): Target {
    const known = this.#targets.get(target) ?? this.#describeLoading(target);
    if (!known)
      throw new BadTargetError(`The function ${target.name || "without a name"} is not exported by its module.`);
    return known;
  }

  find(target: Target): Function {
    const found = this.load(target.module)[target.name];
    if (typeof found !== "function") throw new BadTargetError(`${target.module} exports no function ${target.name}.`);
    if (target.source !== "" && Function.prototype.toString.call(found) !== target.source)
      throw new BadTargetError(`${target.name} is another function in the new thread.`);
    return found;
  }

  #describeLoading(target: object): Target | null {
    if (!this.#loading) return null;
    const { module, exports } = this.#loading;
    for (const name of Object.keys(exports)) {
      try {
        if (Reflect.get(exports, name) === target)
          return { module, name, source: Function.prototype.toString.call(target) };
      } catch {
        // A constant whose line has not been reached yet.
      }
    }
    return null;
  }

  #loadStudent(): () => object {
    this.#hasTouched = true;
    const { student } = this.#options;
    const { view, begin, compartment } = this.#empty ?? this.#emptyCompartment();
    this.#empty = null;
    begin();
    try {
      compartment.evaluate(`${student.code}\n//# sourceURL=lockstep:${student.name}`);
    } catch (cause) {
      throw cause instanceof SyntaxError ? refusal(cause) : cause;
    }
    return () => objectOf(view.exports);
  }

  #emptyCompartment(): Empty {
    const { student, packages, globals } = this.#options;
    const { view, begin, require, exports } = this.#commonJs(student.name, packages);
    const compartment = new Compartment({
      globals: { ...globals, require, module: view, exports, __lockstepMain: this.#isMain },
      name: student.name,
      __options__: true,
    });
    compartment.evaluate("0"); // makes what evaluates there
    return { view, begin, compartment };
  }

  #loadTrusted(trusted: ModuleText): () => object {
    const { view, begin, require, exports } = this.#commonJs(trusted.name, this.#options.trustedPackages);
    begin();
    this.#compiled ??= compileTrusted(trusted); // once: parsing it is much of what an instance costs
    this.#compiled(require, view, exports);
    return () => objectOf(view.exports);
  }

  #commonJs(module: string, packages: PackageTable) {
    const first = {};
    let exports: unknown = first;
    const loading = (value: unknown): void => {
      exports = value;
      this.#loading = { module, exports: objectOf(value) };
    };
    const view = hardened({
      get exports(): unknown {
        return exports;
      },
      // esbuild puts its own object here before the module's first line runs.
      set exports(value: unknown) {
        loading(value);
      },
    });
    const require = hardened((wanted: unknown) => {
      if (typeof wanted !== "string" || !packages.has(wanted))
        throw new RefusedModuleError(`"${String(wanted)}" can't be imported here.`);
      return packages.get(wanted);
    });
    return { view, require, exports: first, begin: () => loading(first) };
  }
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
