import { tooLong as tooLongOperation } from "../memory.ts";
import type { Operation } from "../operation.ts";
import { RefusedError } from "../transform/refused.ts";
import { accessorOf, defineAccessor, isObject } from "./accessors.ts";
import { builtins } from "./builtins.ts";
import { ticksOfBuiltin } from "./builtin-ticks.ts";
import { finishClass } from "./classes.ts";
import { AsyncCursor } from "../async/async-cursor.ts";
import { Cursor } from "./cursor.ts";
import { Agent } from "../async/agent.ts";
import { asyncGenerator } from "../async/async-generator.ts";
import { type AsyncRunning, Await, Coroutine, Yielded } from "../async/coroutine.ts";
import { ExploredPromise } from "../async/promise.ts";
import { Handle } from "./handle.ts";
import { Given, LocalFrame, type ThreadRoot } from "./local-state.ts";
import { type Code, type Running, Stamp, type Steps } from "./stamp.ts";
import { type PrivateReader, knowPrivates, UNSET } from "./value-hash.ts";

type Maker = (steps: Steps) => object;
// oxlint-disable-next-line typescript/no-explicit-any -- functions of a student take and answer anything
type AsyncSteps = (this: any, ...args: any[]) => AsyncRunning;

/** How a program is run. */
export interface RuntimeOptions {
  /** Turns of loops without a step between them, after which a run is given up. */
  readonly turnsMax: number;
  /** Counts what built-ins do as work. */
  readonly isTimed: boolean;
}

/** To explore: a program that does so much between two steps is too long for that anyway. */
export const EXPLORED: RuntimeOptions = { turnsMax: 20_000, isTimed: false };

/** An object is part of what is known while it is made, whether its constructor names it or not. */
const CONSTRUCTS = -2100;

/** Classes between their making and their stamp. */
const openClasses = new WeakMap<object, Steps>();

/**
 * What transformed code calls. One for a program; one thread runs at a time. All of its parts are called by generated
 * text, by short names.
 *
 * **Invariant**: `up` is the frame of the caller from `enter` until the called steps have begun.
 */
export class Runtime {
  /** The frame of whoever calls. */
  up: LocalFrame | ThreadRoot | null = null;
  /** Whether the last `call` answered steps to go through. */
  steps = false;
  /** Why the program can't be explored, once that is known: it may not go on, whatever it catches. */
  refusal: RefusedError | null = null;
  /** Turns of loops since the last step. */
  turns = 0;
  /** Work done so far by all threads, in ticks: nodes of syntax passed, and what built-ins did. */
  ticks = 0;
  /** Whether any loop has turned. */
  hasTurned = false;
  readonly mark: object = Object.freeze({});
  /** What the running thread has still to do. */
  agent = new Agent();
  /** What the program's promises inherit from. */
  promisePrototype: object = Object.prototype;
  /** What its asynchronous generators inherit from. */
  asyncGeneratorPrototype: object = Object.prototype;
  readonly #keys: symbol[] = [];
  /** Where in the program the running thread is, for refusals and errors. */
  site = -1;
  readonly #options: RuntimeOptions;

  constructor(options: RuntimeOptions = EXPLORED) {
    this.#options = options;
  }

  /** What the program's own `throw` threw last, and where. */
  lastThrown: { readonly error: unknown; readonly site: number } | null = null;

  thrown(site: number, error: unknown): unknown {
    // Thrown again, an error comes from where it was thrown first.
    if (!isObject(error) || this.lastThrown?.error !== error)
      this.lastThrown = { error, site: site >= 0 ? site : this.site };
    return error;
  }

  readonly #callees = new Map<number, string>();

  /** What the calls of a module call, as the program says it. */
  names(callees: readonly (readonly [number, string])[]): void {
    for (const [site, callee] of callees) this.#callees.set(site, callee);
  }

  /** An error as the language has it, at the place of the call. */
  #not(what: "a function" | "a constructor", value: unknown, site: number | null): unknown {
    const callee = (site === null ? null : this.#callees.get(site)) ?? typeof value;
    return this.thrown(site ?? this.site, new TypeError(`${callee} is not ${what}`));
  }

  at(
    up: LocalFrame | ThreadRoot | null,
    site: number,
    values: readonly unknown[],
    late: LocalFrame["late"] = null,
  ): LocalFrame {
    if (site >= 0) this.site = site;
    return new LocalFrame(up, site, values, late);
  }

  /** A variable that may not have been declared yet. */
  seen(read: () => unknown): unknown {
    try {
      return read();
    } catch {
      return UNSET;
    }
  }

  enter(running: Running, frame: LocalFrame | null): Running {
    if (frame) this.up = this.#below(frame);
    return running;
  }

  /** The frame of a primitive that was called last: what it was called with is known as long as it needs it. */
  #below(frame: LocalFrame | ThreadRoot | null): LocalFrame | ThreadRoot | null {
    const called = this.#called;
    if (!called) return frame;
    this.#called = null;
    return new Given(frame, called.id, called.values);
  }
  #called: { readonly id: number; readonly values: readonly unknown[] } | null = null;

  /** Calls; where `steps` is true afterwards, the answer is a generator to go through. `site`: the number of the call. */
  call(f: unknown, receiver: unknown, args: readonly unknown[], site: number | null = null): unknown {
    if (typeof f !== "function") throw this.#not("a function", f, site);
    const code = Stamp.of(f);
    this.#called = null;
    if (code?.steps) {
      this.steps = true;
      if (code.isOurs) this.#called = { id: code.id, values: [receiver, ...args] };
      return Reflect.apply(code.steps, code.isArrow ? code.receiver : receiver, args);
    }
    const twin = code ? null : builtins.get(f)?.(this, receiver, args);
    if (twin) {
      this.steps = true;
      return this.#twin(twin);
    }
    this.steps = false;
    const answer: unknown = Reflect.apply(f, receiver, args);
    if (this.#options.isTimed) this.ticks += ticksOfBuiltin(f, receiver, args, answer);
    this.steps = false;
    return answer;
  }

  /** A built-in knows who has called it once it has begun. */
  *#twin(begin: (up: LocalFrame | ThreadRoot | null) => Running): Running {
    return yield* begin(this.up);
  }

  /** Calls a private method, which is a generator function. */
  callSteps(f: Steps, receiver: unknown, args: readonly unknown[]): Running {
    this.steps = true;
    return Reflect.apply(f, receiver, args);
  }

  /** The same for an asynchronous one. */
  callAsync(f: AsyncSteps, receiver: unknown, args: readonly unknown[]): Running {
    return this.callSteps(this.async(f), receiver, args);
  }

  callAsyncGenerator(f: AsyncSteps, receiver: unknown, args: readonly unknown[]): Running {
    return this.callSteps(this.asyncGenerator(f), receiver, args);
  }

  /** As `call`, from code of ours. */
  *run(f: unknown, receiver: unknown, args: readonly unknown[], frame: LocalFrame | ThreadRoot | null): Running {
    const answer = this.call(f, receiver, args);
    if (!this.steps) return answer;
    this.up = this.#below(frame);
    return yield* asRunning(answer);
  }

  construct(f: unknown, args: readonly unknown[], site: number): unknown {
    const code = Stamp.of(f);
    if (typeof f !== "function") throw this.#not("a constructor", f, site);
    if (code?.init) {
      this.steps = true;
      return this.#constructClass(f, code.init, args);
    }
    if (code?.steps && !code.isArrow && !code.isClass && f.prototype) {
      this.steps = true;
      return this.#constructFunction(f, code.steps, args);
    }
    if (code?.steps && !code.isClass) throw this.#not("a constructor", f, site);
    this.steps = false;
    const made: unknown = Reflect.construct(f, args);
    if (this.#options.isTimed) this.ticks += ticksOfBuiltin(f, undefined, args, made);
    this.steps = false;
    return made;
  }

  // oxlint-disable-next-line typescript/no-unsafe-function-type -- any class
  *#constructClass(type: Function, init: Steps, args: readonly unknown[]): Running {
    const object: object = Reflect.construct(type, [this.mark]);
    this.up = new LocalFrame(this.up, CONSTRUCTS, [object]);
    yield* Reflect.apply(init, object, args);
    return object;
  }

  // oxlint-disable-next-line typescript/no-unsafe-function-type -- any function
  *#constructFunction(f: Function, steps: Steps, args: readonly unknown[]): Running {
    const prototype: unknown = f.prototype;
    const object: object = Object.create(isObject(prototype) ? prototype : Object.prototype);
    this.up = new LocalFrame(this.up, CONSTRUCTS, [object]);
    const other = yield* Reflect.apply(steps, object, args);
    return isObject(other) ? other : object;
  }

  /** The constructor of a base class, for an object that is there already. */
  construction(type: unknown, object: unknown, args: readonly unknown[]): Running {
    const init = Stamp.of(type)?.init;
    if (!init) throw new TypeError("Super constructor is not a constructor");
    return Reflect.apply(init, object, args);
  }

  // A function of the program.
  f(steps: Steps, maker: Maker, id: number, captures: Code["captures"], isArrow: boolean, receiver: unknown): object {
    const plain = maker(isArrow && receiver !== undefined ? (...args) => Reflect.apply(steps, receiver, args) : steps);
    return new Stamp(plain, { id, steps, captures, isArrow, receiver, init: null, isClass: false });
  }

  /** What the language's own asynchronous globals are for an explored program. */
  globals: Readonly<Record<string, unknown>> = {};

  global(name: string): unknown {
    if (!Object.hasOwn(this.globals, name)) throw new ReferenceError(`${name} is not defined`);
    return this.globals[name];
  }

  /** The elements of a `for await`, each waited for. */
  asyncCursor(source: unknown): Running {
    this.steps = true;
    return AsyncCursor.over(this, source);
  }

  nextOf(cursor: AsyncCursor): Running {
    this.steps = true;
    return cursor.ask();
  }

  came(cursor: AsyncCursor, step: unknown): ReturnType<AsyncCursor["came"]> {
    return cursor.came(step);
  }

  isOpen(cursor: AsyncCursor): boolean {
    return cursor.isOpen;
  }

  closing(cursor: AsyncCursor): Running {
    this.steps = true;
    return cursor.close();
  }

  /** Whoever leaves a loop early gets an object from its iterator. */
  closed(step: unknown): void {
    if (!isObject(step)) throw new TypeError(`${String(step)} is not an object`);
  }

  newPromise(): ExploredPromise {
    return new ExploredPromise(this, Object.create(this.promisePrototype));
  }

  /** An asynchronous function of the program. */
  async(steps: AsyncSteps): Steps {
    const made = () => {
      if (this.#options.isTimed)
        this.refuse("An async function can't be measured yet. Write it without async, with threads that wait.");
      return new Coroutine(this);
    };
    return function* (this: unknown, ...args: unknown[]) {
      return yield* made().start(() => Reflect.apply(steps, this, args));
    };
  }

  /** An asynchronous generator of the program. */
  asyncGenerator(steps: AsyncSteps): Steps {
    const refuse = () => this.refuse("An async generator can't be measured. Write it without async.");
    const isTimed = this.#options.isTimed;
    const made = (begin: () => AsyncRunning) => asyncGenerator(this, begin);
    return function* (this: unknown, ...args: unknown[]) {
      if (isTimed) refuse();
      return yield* made(() => Reflect.apply(steps, this, args));
    };
  }

  yielded(value: unknown, frame: LocalFrame): Yielded {
    return new Yielded(value, frame);
  }

  await(value: unknown, frame: LocalFrame): Await {
    return new Await(value, frame);
  }

  /** A function that is used as it is: a student's own generator. */
  plain(f: object, id: number, captures: Code["captures"]): object {
    return new Stamp(f, { id, steps: null, captures, isArrow: false, receiver: undefined, init: null, isClass: false });
  }

  // A class of the program.
  c(...args: Parameters<typeof finishClass> extends [unknown, unknown, ...infer Rest] ? Rest : never): object {
    return finishClass(this, openClasses.get(args[0]) ?? null, ...args);
  }

  key(place: number): symbol {
    return (this.#keys[place] ??= Symbol(`accessor ${place}`));
  }

  privates(type: { readonly prototype: object }, reader: PrivateReader): void {
    knowPrivates(type.prototype, reader);
  }

  /** Those of the class itself. */
  statics(type: object, reader: PrivateReader): void {
    knowPrivates(type, reader);
  }

  is(value: unknown): boolean {
    return Handle.is(value);
  }

  *read(handle: Handle, key: PropertyKey, frame: LocalFrame): Running {
    const property = Handle.propertyOf(handle, key);
    if (!property) return Reflect.get(handle, key);
    this.up = frame;
    return yield* property.read();
  }

  *write(handle: Handle, key: PropertyKey, value: unknown, frame: LocalFrame): Running {
    const property = Handle.propertyOf(handle, key);
    if (!property?.write) throw new TypeError(`Cannot set property ${String(key)} of a shared object`);
    this.up = frame;
    yield* property.write(value);
    return value;
  }

  /** Reads a property that may have a getter of the program. */
  *readOwn(object: unknown, key: PropertyKey, frame: LocalFrame): Running {
    const steps = Stamp.of(accessorOf(object, key, "get"))?.steps;
    if (!steps) return Reflect.get(Object(mustBe(object, key)), key, object);
    this.up = frame;
    return yield* Reflect.apply(steps, object, []);
  }

  *writeOwn(object: unknown, key: PropertyKey, value: unknown, frame: LocalFrame): Running {
    const steps = Stamp.of(accessorOf(object, key, "set"))?.steps;
    if (steps) {
      this.up = frame;
      yield* Reflect.apply(steps, object, [value]);
    } else if (!Reflect.set(Object(mustBe(object, key)), key, value, object))
      throw new TypeError(`Cannot assign to property '${String(key)}'`);
    return value;
  }

  accessors(object: object, list: readonly (readonly ["get" | "set", PropertyKey, () => unknown])[]): object {
    for (const [kind, key, f] of list) defineAccessor(object, kind, key, f, true);
    return object;
  }

  define(object: object, key: PropertyKey, value: unknown): void {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }

  /** What is spread or taken apart: a shared row is read element by element. */
  list(source: unknown): unknown {
    this.steps = false;
    const elements = Handle.is(source) ? Handle.elementsOf(source) : null;
    if (!elements) return source;
    this.steps = true;
    return elements;
  }

  cursor(source: Iterable<unknown>): unknown {
    const elements = Handle.is(source) ? Handle.elementsOf(source) : null;
    this.steps = elements !== null;
    return elements ? cursorOver(elements) : Cursor.over(source);
  }

  plainCursor(source: Iterable<unknown>): Iterable<unknown> {
    return source;
  }

  keysIn(object: unknown): readonly string[] {
    const keys: string[] = [];
    for (const key in Object(object)) keys.push(key);
    return keys;
  }

  rest(object: object, keys: readonly PropertyKey[]): object {
    const taken = new Set(keys.map((key) => (typeof key === "symbol" ? key : String(key))));
    const left = Reflect.ownKeys(object).filter(
      (key) => !taken.has(key) && Reflect.getOwnPropertyDescriptor(object, key)?.enumerable,
    );
    return Object.fromEntries(left.map((key): [PropertyKey, unknown] => [key, Reflect.get(object, key)]));
  }

  mustHaveProperties(value: unknown): void {
    if (value === null || value === undefined)
      throw new TypeError(`Cannot destructure '${String(value)}' as it is ${String(value)}.`);
  }

  numeric(value: unknown): number | bigint {
    return typeof value === "bigint" ? value : Number(value);
  }

  /** One turn of a loop; true once there were too many without a step. */
  turn(): boolean {
    this.hasTurned = true;
    return ++this.turns > this.#options.turnsMax;
  }

  tooLong(frame: LocalFrame): Operation {
    return tooLongOperation(frame);
  }

  plainTurn(): void {
    if (this.turn()) this.refuse("A loop turned too often where no other thread can get a turn.");
  }

  /** Called by code that can't yield: a built-in, or a function that is no steps. */
  sync(steps: Steps, receiver: unknown, args: ArrayLike<unknown>): unknown {
    const run: Running = Reflect.apply(steps, receiver, args);
    const { done, value } = run.next(0);
    if (!done)
      this.refuse(
        "A function that uses something shared is called by a built-in, a constructor of a class that extends a built-in, or a generator. Call it from a plain function or loop.",
      );
    return value;
  }

  plainConstruct(steps: Steps, target: { readonly prototype: unknown }, args: ArrayLike<unknown>): object {
    const object: object = Object.create(isObject(target.prototype) ? target.prototype : Object.prototype);
    const other = this.sync(steps, object, args);
    return isObject(other) ? other : object;
  }

  /** A class of the program with a constructor of steps is made without them: by a built-in, or as a base of another class. */
  plainInit(object: object, init: Steps, args: ArrayLike<unknown>): object {
    this.sync(init, object, args);
    return object;
  }

  /** The constructor of the class is steps. */
  open(type: object, init: Steps): void {
    openClasses.set(type, init);
  }

  refuse(because: string): never {
    this.refusal ??= new RefusedError(because, null, this.site);
    throw this.refusal;
  }
}

function* cursorOver(elements: Running): Running {
  const list = yield* elements;
  return Cursor.over(Array.isArray(list) ? list : []);
}

function asRunning(value: unknown): Running {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `call` has said so
  return value as Running;
}

function mustBe(object: unknown, key: PropertyKey): unknown {
  if (object === null || object === undefined)
    throw new TypeError(`Cannot read properties of ${String(object)} (reading '${String(key)}')`);
  return object;
}
