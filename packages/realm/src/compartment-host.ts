import { evaluating } from "@lockstep/memory/seam";
import { BadTargetError, type ModuleHost, type Target } from "@lockstep/threading/machinery";
import { hardened } from "./lockdown.ts";

/** A bundled CommonJS module. */
export interface ModuleText {
  readonly name: string;
  readonly code: string;
}

/** A module that can't be used in the realm; the text says what to change. */
export class RefusedModuleError extends Error {
  readonly code = "refused-module";
  constructor(text: string, options?: ErrorOptions) {
    super(text, options);
    this.name = "RefusedModuleError";
  }
}

type Exports = Readonly<Record<string, unknown>>;

/**
 * The modules of one logical thread: the student's in a compartment of its own, in which nothing exists but the language,
 * the packages handed in and a console; trusted ones evaluated outside. Each `reset` gives fresh instances.
 */
export class CompartmentHost implements ModuleHost {
  readonly #student: ModuleText;
  readonly #trusted: ModuleText | null;
  readonly #packages: ReadonlyMap<string, unknown>;
  readonly #trustedPackages: ReadonlyMap<string, unknown>;
  readonly #globals: Readonly<Record<string, unknown>>;
  readonly #evaluateTrusted: (code: string) => (require: unknown, module: unknown, exports: unknown) => void;
  readonly #instances = new Map<string, Exports>();
  #targets = new WeakMap<object, Target>();
  #main = false;

  constructor(options: {
    readonly student: ModuleText;
    readonly trusted: ModuleText | null;
    /** Hardened; by the name under which they are imported. */
    readonly packages: ReadonlyMap<string, unknown>;
    /** What only the trusted module may import, besides. */
    readonly trustedPackages: ReadonlyMap<string, unknown>;
    readonly globals: Readonly<Record<string, unknown>>;
    readonly evaluateTrusted: (code: string) => (require: unknown, module: unknown, exports: unknown) => void;
  }) {
    this.#student = options.student;
    this.#trusted = options.trusted;
    this.#packages = options.packages;
    this.#trustedPackages = options.trustedPackages;
    this.#globals = options.globals;
    this.#evaluateTrusted = options.evaluateTrusted;
  }

  /** Forgets all instances. `main`: what `import.meta.main` is for the student's module. */
  reset(main: boolean): void {
    this.#instances.clear();
    this.#targets = new WeakMap();
    this.#main = main;
  }

  /** The exports of a module, evaluated at first use in this thread. */
  load(module: string): Exports {
    const known = this.#instances.get(module);
    if (known) return known;
    const exports = evaluating(module, () =>
      module === this.#student.name ? this.#loadStudent() : this.#loadTrusted(module),
    );
    this.#instances.set(module, exports);
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === "function")
        this.#targets.set(value, { module, name, source: Function.prototype.toString.call(value) });
    }
    return exports;
  }

  describe(target: (...args: never[]) => unknown): Target {
    const known = this.#targets.get(target) ?? this.#describeLoading(target);
    if (!known)
      throw new BadTargetError(`The function ${target.name || "without a name"} is not exported by its module.`);
    return known;
  }

  find(target: Target): (...args: unknown[]) => unknown {
    const found = this.load(target.module)[target.name];
    if (typeof found !== "function") throw new BadTargetError(`${target.module} exports no function ${target.name}.`);
    if (target.source !== "" && Function.prototype.toString.call(found) !== target.source) {
      throw new BadTargetError(`${target.name} is another function in the new thread.`);
    }
    return (...args) => Reflect.apply(found, undefined, args);
  }

  /** While a program's module is still being evaluated its exports are not recorded yet: look at them as they are. */
  #loading: { readonly module: string; readonly exports: Exports } | null = null;
  #describeLoading(target: object): Target | undefined {
    if (!this.#loading) return undefined;
    const { module, exports } = this.#loading;
    const name = Object.keys(exports).find((key) => exports[key] === target);
    return name === undefined ? undefined : { module, name, source: Function.prototype.toString.call(target) };
  }

  #loadStudent(): Exports {
    const { name, code } = this.#student;
    const { module, require } = this.#commonJs(name, this.#packages);
    const compartment = new Compartment({
      globals: { ...this.#globals, require, module, exports: module.exports, __lockstepMain: this.#main },
      name,
      __options__: true,
    });
    try {
      compartment.evaluate(`${code}\n//# sourceURL=lockstep:${name}`);
    } catch (cause) {
      if (cause instanceof SyntaxError) throw refusal(cause);
      throw cause;
    } finally {
      this.#loading = null;
    }
    return module.exports;
  }

  #loadTrusted(name: string): Exports {
    if (this.#trusted?.name !== name) throw new BadTargetError(`There is no module ${name}.`);
    const { module, require } = this.#commonJs(name, new Map([...this.#packages, ...this.#trustedPackages]));
    this.#evaluateTrusted(`${this.#trusted.code}\n//# sourceURL=lockstep:${name}`)(require, module, module.exports);
    this.#loading = null;
    return module.exports;
  }

  #commonJs(name: string, packages: ReadonlyMap<string, unknown>) {
    const module: { exports: Record<string, unknown> } = { exports: {} };
    const self = this;
    // esbuild assigns module.exports: keep an eye on the current one.
    const view = hardened({
      get exports() {
        return module.exports;
      },
      set exports(value: Record<string, unknown>) {
        module.exports = value;
        self.#loading = { module: name, exports: value };
      },
    });
    const require = hardened((wanted: unknown) => {
      if (typeof wanted !== "string" || !packages.has(wanted))
        throw new RefusedModuleError(`"${String(wanted)}" can't be imported here.`);
      return packages.get(wanted);
    });
    return { module: view, require };
  }
}

/** What the realm refuses by text, in words of ours. */
function refusal(cause: SyntaxError): Error {
  if (/import expression/i.test(cause.message))
    return new RefusedModuleError(
      "import(…) can't be used here, not even inside a text. Write import statements at the top of the file.",
      { cause },
    );
  if (/direct eval/i.test(cause.message))
    return new RefusedModuleError("eval(…) can't be used here, not even inside a text.", { cause });
  if (/html comment/i.test(cause.message))
    return new RefusedModuleError("<!-- and --> can't be used here, not even inside a text. Write them in two parts.", {
      cause,
    });
  return cause;
}
