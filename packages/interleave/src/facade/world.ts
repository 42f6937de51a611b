import { ExploredPromise } from "../async/promise.ts";
import type { Memory } from "../memory.ts";
import type { Operation } from "../operation.ts";
import type { ThreadBody } from "../program.ts";
import type { SharedProperty } from "../runtime/handle.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type Running, Stamp, type Steps } from "../runtime/stamp.ts";
import type { Shared } from "../shared.ts";
import type { EventLoop } from "./event-loop.ts";
import { Transfers } from "./transfer.ts";

/** A thread of the program that is explored, as the primitives see it. */
export interface Context {
  /** Unlike that of any other thread, and the same in each run. */
  readonly key: string;
  readonly name: string;
  readonly isDaemon: boolean;
  /** Its number, from 1 in the order in which threads are started. */
  readonly ident: number;
  readonly root: ThreadRoot;
  /** Shared objects it has made outside modules. */
  made: number;
  /** The module whose body runs, and how many shared objects that has made: those belong to all threads. */
  module: { readonly name: string; made: number } | null;
  /** Futures of tasks on their way, by their keys, and pools that were not shut down: both are part of what the thread knows. */
  readonly pending: Map<string, object>;
  readonly open: Set<object>;
  /** What the thread does between its functions, and how many timers it has set. */
  readonly loop: EventLoop;
  timers: number;
  /** The thread's instance of a module; answers what it exports. */
  load(name: string, up: LocalFrame | ThreadRoot | null): Running;
  /** The export under which another thread finds a function; null where there is none. */
  exported(f: unknown): { readonly module: string; readonly name: string } | null;
}

/** What all primitives of one explored program share. */
export class World {
  readonly rt: Runtime;
  readonly memory: Memory;
  /** Whether the program runs on virtual cores, with a clock of its own, and is not explored. */
  readonly isTimed: boolean;
  /** The thread that runs now. */
  current: Context | null = null;
  /** Whether the program asks who a thread is. */
  namesThreads = false;
  /** Makes the body of a new thread. `args`: the number of a list on its way. */
  bodyOf: (target: { module: string; name: string }, args: number, child: ChildOptions) => ThreadBody;
  /** Makes the body of a new thread that runs steps of ours. `work`: equal for threads that do the same. */
  bodyOfSteps: (steps: () => Running, work: string, child: ChildOptions) => ThreadBody;
  /** What a thread still does when its function is over. */
  atThreadEnd: (() => Running) | null = null;
  /** Said by the program, for the schedule. */
  onSaid: ((text: string) => void) | null = null;
  #positions = 0;

  constructor(rt: Runtime, memory: Memory, isTimed: boolean) {
    this.isTimed = isTimed;
    this.rt = rt;
    this.memory = memory;
    this.bodyOf = this.bodyOfSteps = () => {
      throw new RangeError("this program starts no threads");
    };
  }

  get context(): Context {
    if (!this.current) throw new RangeError("no thread runs");
    return this.current;
  }

  /**
   * A name for something that is made now: the same in each run in which it is made, and unlike that of whatever else may be
   * made there. So what is known of an object by its name is its class, and what it was made with.
   * @param made plain values; of other ones `known` of its handle tells.
   */
  nextKey(kind: string, ...made: readonly (string | number | boolean)[]): string {
    const { module, key } = this.context;
    const place = module ? `${module.name}#${module.made++}` : `${key}/${this.context.made++}`;
    return made.length === 0 ? `${place}:${kind}` : `${place}:${kind} ${made.join(" ")}`;
  }

  /** A shared object that is made now, or was made already by another thread's instance of the module. */
  made<T extends Shared>(
    key: string,
    type: new (...args: never[]) => T,
    initial: number,
    make: (memory: Memory) => T,
  ): T {
    return this.memory.during(`${key}:${type.name}`, make, type, initial);
  }

  /** A place in a primitive of ours, for the local state. */
  position(): number {
    return -10_000 - this.#positions++;
  }

  /** Asks for one step, as the first thing that a primitive does. */
  *ask(asked: Operation, ...known: readonly unknown[]): Running {
    return yield this.told(asked, this.rt.up, -1, known);
  }

  told(
    asked: Operation,
    up: LocalFrame | ThreadRoot | null,
    position: number,
    known: readonly unknown[] = [],
  ): Operation {
    asked.local = new LocalFrame(up, position, known);
    return asked;
  }

  /** A function that a program calls, and whose steps are these. What an asynchronous form would throw, its promise is rejected with. */
  function(name: string, body: Steps): object {
    const { rt } = this;
    const steps = name.endsWith("Async") ? rejecting(rt, body) : body;
    const plain = {
      [name](this: unknown, ...args: unknown[]): unknown {
        return rt.sync(steps, this, args);
      },
    }[name];
    if (!plain) throw new RangeError(name);
    const code = {
      id: this.position(),
      steps,
      captures: null,
      isArrow: false,
      receiver: undefined,
      init: null,
      isClass: false,
      isOurs: true,
    };
    return Object.freeze(new Stamp(plain, code));
  }

  /** Puts methods on a class of primitives, and freezes it. */
  methods(
    type: { readonly prototype: object },
    table: Readonly<Record<PropertyKey, Steps>>,
    name: string | null = null,
  ): void {
    if (name !== null) Object.defineProperty(type, "name", { value: name });
    for (const method of Reflect.ownKeys(table)) {
      const steps = table[method];
      if (steps) Object.defineProperty(type.prototype, method, { value: this.function(String(method), steps) });
    }
    const visible = this.#visibleOf(type);
    this.#classes.add(visible);
    Object.freeze(type.prototype);
    Object.freeze(type);
  }

  /** The class as the program sees it: its instances and methods, and nothing of what primitives say to one another. */
  visible(type: unknown): unknown {
    return this.#visible.get(type) ?? type;
  }
  readonly #visible = new Map<unknown, object>();

  #visibleOf(type: { readonly prototype: object; readonly name?: string }): object {
    const made: Make = (args, target) => Reflect.construct(constructorOf(type), args, target);
    function Visible(this: unknown, ...args: readonly unknown[]): object {
      if (!new.target) throw new TypeError("Class constructors cannot be invoked without 'new'");
      return made(args, new.target === Visible ? constructorOf(type) : new.target);
    }
    Object.defineProperty(Visible, "name", { value: type.name });
    Object.defineProperty(Visible, "length", { value: constructorOf(type).length });
    Object.defineProperty(Visible, "prototype", { value: type.prototype, writable: false });
    const of: unknown = Reflect.get(type, "of");
    if (of !== undefined && Object.hasOwn(type, "of")) Object.defineProperty(Visible, "of", { value: of });
    const parent = this.#visible.get(Reflect.getPrototypeOf(type));
    if (parent) Reflect.setPrototypeOf(Visible, parent);
    Object.defineProperty(type.prototype, "constructor", { value: Visible });
    this.#visible.set(type, Object.freeze(Visible));
    return Visible;
  }

  /** A method that does nothing here. */
  nothing(): Steps {
    // oxlint-disable-next-line require-yield -- it has no steps
    return function* () {
      return undefined;
    };
  }

  /** Something of the real packages that can't be explored yet. */
  refused(name: string): Steps {
    const { rt } = this;
    // oxlint-disable-next-line require-yield -- it never gets so far
    return function* () {
      return rt.refuse(`${name} can't be explored yet.`);
    };
  }

  /** A class of the real packages that can't be explored yet. */
  refusedClass(name: string): object {
    const { rt } = this;
    // oxlint-disable-next-line typescript/no-extraneous-class -- it stands for one that can be made elsewhere
    class Refused {
      constructor() {
        rt.refuse(`${name} can't be explored yet.`);
      }
    }
    Object.defineProperty(Refused, "name", { value: name });
    return Object.freeze(Refused);
  }

  /** Arguments, results and items on their way from thread to thread. */
  readonly transfers = new Transfers();

  readonly #parts = new Map<unknown, (name: string) => object>();

  /** A class of parts of structs: makes one of its name. */
  partClass(base: unknown, make: (name: string) => object): unknown {
    const part = Object.freeze(() => this.rt.refuse("This is a field of a struct, not a class to make instances of."));
    this.#parts.set(part, make);
    return part;
  }

  /** A class whose instances, as fields of a struct, are made in a way of their own. */
  madeAsPart(type: unknown, make: (name: string) => object): void {
    this.#parts.set(this.visible(type), make);
  }

  /** Makes a field of a struct, or answers null where the type is no class of ours. */
  part(type: unknown, name: string): object | null {
    const make = this.#parts.get(type);
    if (make) return make(name);
    if (typeof type !== "function" || !this.#classes.has(type)) return null;
    const made: unknown = Reflect.construct(type, [{ name }]);
    return typeof made === "object" ? made : null;
  }
  readonly #classes = new Set<unknown>();

  /** A property whose reading is one step. */
  property(operation: () => Operation, answer: (result: number) => unknown): SharedProperty {
    const ask = (asked: Operation) => this.ask(asked);
    return {
      *read() {
        return answer(Number(yield* ask(operation())));
      },
      write: null,
    };
  }
}

function rejecting(rt: Runtime, steps: Steps): Steps {
  return function* (this: unknown, ...args: readonly unknown[]): Running {
    try {
      return yield* Reflect.apply(steps, this, args);
    } catch (error) {
      if (error === rt.refusal) throw error;
      const promise = rt.newPromise();
      ExploredPromise.reject(promise, error);
      return promise;
    }
  };
}

type Make = (args: readonly unknown[], target: Constructor) => object;
// oxlint-disable-next-line typescript/no-unsafe-function-type -- any class
type Constructor = Function;

function constructorOf(type: object): Constructor {
  if (typeof type !== "function") throw new RangeError("a class is a function");
  return type;
}

export interface ChildOptions {
  readonly key: string;
  readonly name: string;
  readonly isDaemon: boolean;
  readonly object: Shared;
}
