import { Agent } from "../async/agent.ts";
import { type AsyncRunning, Await } from "../async/coroutine.ts";
import { ExploredPromise, promiseOf } from "../async/promise.ts";
import { EventLoop } from "../facade/event-loop.ts";
import type { Context, World } from "../facade/world.ts";
import type { ThreadBody } from "../program.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running } from "../runtime/stamp.ts";
import { Mark, numberOfThread, type Shared } from "../shared.ts";

/** The body of a transformed module. */
export type ModuleBody = (api: ModuleApi, isMain: boolean) => AsyncRunning;

/** What a module's generated text calls while it begins. */
export interface ModuleApi {
  require(name: string): unknown;
  exports(table: Readonly<Record<string, () => unknown>>): void;
  state(values: () => readonly unknown[]): void;
}

interface Instance {
  readonly name: string;
  table: Readonly<Record<string, () => unknown>>;
  state: () => readonly unknown[];
  made: number;
  isLoaded: boolean;
  exports: object | null;
}

/** An error that left a thread. */
export interface Thrown {
  readonly thread: string;
  readonly error: unknown;
  /** Where it was thrown, as a site; -1 where that isn't known. */
  readonly site: number;
  /** False: the place is the last one before it that is known. */
  readonly isExact: boolean;
  /** Modules that this thread had loaded. */
  readonly modules: readonly string[];
}

interface Options {
  readonly world: World;
  readonly bodies: ReadonlyMap<string, ModuleBody>;
  /** What a module may import, by its name. */
  readonly packagesOf: (module: string) => ReadonlyMap<string, unknown>;
  /** What becomes of the main function's result, once a run. */
  readonly copy: (result: unknown) => unknown;
  /** Told of an error that leaves the thread. */
  readonly onThrown: (thrown: Thrown) => void;
  readonly key: string;
  readonly name: string;
  readonly isDaemon: boolean;
  readonly object: Shared | null;
  readonly isMain: boolean;
  /** The function of a module that is called; no name: the module itself. Or steps of ours. */
  readonly entry:
    | { readonly module: string; readonly name: string | null; readonly args: readonly unknown[] }
    | (() => Running);
}

/** One thread in one run, with its own instances of all modules. */
export class ThreadRun implements Context {
  readonly key: string;
  readonly name: string;
  readonly isDaemon: boolean;
  made = 0;
  module: { readonly name: string; made: number } | null = null;
  readonly #options: Options;
  readonly #instances = new Map<string, Instance>();
  readonly root: ThreadRoot;
  readonly pending = new Map<string, object>();
  readonly open = new Set<object>();
  readonly loop: EventLoop;
  timers = 0;

  constructor(options: Options) {
    this.#options = options;
    this.key = options.key;
    this.name = options.name;
    this.isDaemon = options.isDaemon;
    const values = () => [
      this.made,
      this.pending,
      this.open,
      this.timers,
      this.loop,
      ...[...this.#instances.values()].flatMap(({ name, made, state }) => [name, made, ...state()]),
    ];
    this.root = {
      up: null,
      late: null,
      site: -1,
      get values() {
        return values();
      },
    };
    this.loop = new EventLoop(options.world, new Agent(), this.root, options.key);
  }

  get ident(): number {
    const { object, world } = this.#options;
    return object ? numberOfThread(world.memory.valueOf(object)) : 1;
  }

  /** The thread's steps; `enter` is called before each, since only one thread runs at a time. */
  begin(rt: Runtime, enter: () => void): ReturnType<ThreadBody> {
    const running = this.#run();
    let ticks = 0;
    let site = -1;
    const tell = (error: unknown) => {
      const own = rt.lastThrown?.error === error ? rt.lastThrown : null;
      const modules = [...this.#instances.keys()];
      this.#options.onThrown({ thread: this.name, error, site: own?.site ?? rt.site, isExact: own !== null, modules });
    };
    return {
      get ticks() {
        return ticks;
      },
      next(result) {
        enter();
        rt.turns = 0;
        rt.site = site;
        const before = rt.ticks;
        try {
          const next = running.next(result);
          site = rt.site;
          if (!rt.refusal) return next;
        } catch (error) {
          tell(error);
          throw error;
        } finally {
          ticks += rt.ticks - before;
        }
        throw rt.refusal;
      },
    };
  }

  exported(f: unknown): { readonly module: string; readonly name: string } | null {
    for (const { name: module, table } of this.#instances.values()) {
      for (const [name, value] of Object.entries(table)) {
        try {
          if (value() === f) return { module, name };
        } catch {
          // A constant whose line has not been reached yet.
        }
      }
    }
    return null;
  }

  /** This thread's instance of a module; answers a frozen copy of what it exports. */
  *load(name: string, up: LocalFrame | ThreadRoot | null): Running {
    const known = this.#instances.get(name);
    if (known?.exports) return known.exports;
    const { bodies, packagesOf, isMain, entry, world } = this.#options;
    const packages = packagesOf(name);
    const body = bodies.get(name);
    if (!body) throw new RangeError(`there is no module ${name}`);
    const instance: Instance = { name, table: {}, state: () => [], made: 0, isLoaded: false, exports: null };
    this.#instances.set(name, instance);
    const before = this.module;
    this.module = instance;
    world.rt.up = up;
    const running = body(
      {
        require(wanted) {
          const found = packages.get(wanted);
          return found ?? world.rt.refuse(`"${wanted}" can't be imported in an explored program.`);
        },
        exports(table) {
          instance.table = table;
        },
        state(values) {
          instance.state = values;
        },
      },
      isMain && typeof entry !== "function" && name === entry.module,
    );
    yield* this.#evaluated(running, up ?? this.root);
    this.module = before;
    const exports = Object.fromEntries(Object.entries(instance.table).map(([key, value]) => [key, value()]));
    instance.exports = Object.freeze({ __proto__: null, ...exports });
    return instance.exports;
  }

  /** Goes through a module's body; what is awaited in it holds up everything else. */
  *#evaluated(running: AsyncRunning, up: LocalFrame | ThreadRoot): Running {
    let next = running.next();
    while (!next.done) {
      if (!(next.value instanceof Await)) {
        next = running.next(yield next.value);
        continue;
      }
      const { value, frame } = next.value;
      let settled: unknown;
      try {
        settled = yield* this.loop.until(promiseOf(this.#options.world.rt, value), frame);
      } catch (error) {
        if (error === this.#options.world.rt.refusal) throw error;
        next = running.throw(error);
        continue;
      }
      this.#options.world.rt.up = up;
      next = running.next(settled);
    }
    return undefined;
  }

  *#run(): Running {
    const { world, object, copy } = this.#options;
    const result = yield* this.#work();
    const answer = object ? result : copy(result);
    if (this.open.size > 0 && world.atThreadEnd) {
      world.rt.up = new LocalFrame(this.root, END, [answer]);
      yield* world.atThreadEnd();
    }
    if (world.isTimed) yield* ending(world); // its end is a step, so that its last work lies before it
    return answer;
  }

  *#work(): Running {
    const { entry, world } = this.#options;
    if (typeof entry === "function") return yield* entry();
    const exports = Object(yield* this.load(entry.module, this.root));
    if (entry.name === null) return yield* this.loop.untilIdle();
    const f: unknown = exports[entry.name];
    if (typeof f !== "function")
      return world.rt.refuse(`The module ${entry.module} exports no function "${entry.name}".`);
    const answer = yield* world.rt.run(f, undefined, entry.args, this.root);
    if (ExploredPromise.is(answer)) return yield* this.loop.until(answer);
    if (this.loop.agent.jobs.length + this.loop.agent.rejected.length > 0) {
      this.loop.agent.base = new LocalFrame(this.root, END, [answer]);
      yield* this.loop.runJobs();
    }
    return answer;
  }
}

/** The place of a thread whose function is over. */
const END = -2;

function* ending(world: World): Running {
  yield* world.ask(world.made("mark:ends", Mark, 0, (memory) => memory.mark("ends")).say());
  return undefined;
}
