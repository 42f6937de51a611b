import { isObject } from "../runtime/accessors.ts";
import { Known } from "../runtime/known.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type Running, Same, Stamp, type Steps } from "../runtime/stamp.ts";
import { type Agent, Job } from "./agent.ts";

/** What follows a promise's settlement where no function of the program does. */
export abstract class Handler extends Known {
  abstract call(value: unknown): Running;
}

type State = "pending" | "fulfilled" | "rejected";

/** What happens once a promise is settled. */
export interface Reaction {
  readonly derived: ExploredPromise | null;
  /** Functions of the program or handlers of ours; anything else passes the value on. */
  readonly onFulfilled: unknown;
  readonly onRejected: unknown;
}

/**
 * A promise of the program that is explored: an object that knows nothing of all this, with private fields put on it.
 *
 * **Invariant**: settled once; its reactions then run as microtasks, in the order in which they were added.
 * **Source**: ECMAScript 2025, Promise Objects: each job there is a job here, so that the order is that of the language.
 */
export class ExploredPromise extends Same {
  #state: State = "pending";
  #value: unknown = undefined;
  #reactions: Reaction[] = [];
  #isHandled = false;
  readonly #rt: Runtime;

  /** @param object what the program sees. */
  constructor(rt: Runtime, object: object) {
    super(object);
    this.#rt = rt;
  }

  static is(value: unknown): value is ExploredPromise {
    return isObject(value) && #rt in value;
  }

  static knownOf(promise: ExploredPromise): readonly unknown[] {
    const reactions = promise.#reactions.flatMap(({ derived, onFulfilled, onRejected }) => [
      derived,
      onFulfilled,
      onRejected,
    ]);
    return ["promise", promise.#state, promise.#value, promise.#isHandled, ...reactions];
  }

  static stateOf(promise: ExploredPromise): State {
    return promise.#state;
  }

  /** The value, or the reason of the rejection. */
  static resultOf(promise: ExploredPromise): unknown {
    return promise.#value;
  }

  static markHandled(promise: ExploredPromise): void {
    promise.#isHandled = true;
    const { rejected } = promise.#rt.agent;
    const place = rejected.indexOf(promise);
    if (place >= 0) rejected.splice(place, 1);
  }

  static react(promise: ExploredPromise, reaction: Reaction): void {
    if (promise.#state === "pending") promise.#reactions.push(reaction);
    else promise.#rt.agent.jobs.push(new ReactionJob(promise.#rt, reaction, promise.#state, promise.#value));
    ExploredPromise.markHandled(promise);
  }

  static fulfill(promise: ExploredPromise, value: unknown): void {
    ExploredPromise.#settle(promise, "fulfilled", value);
  }

  static reject(promise: ExploredPromise, reason: unknown): void {
    if (promise.#state === "pending" && !promise.#isHandled) promise.#rt.agent.rejected.push(promise);
    ExploredPromise.#settle(promise, "rejected", reason);
  }

  /** As the language's resolve function, the first time it is called. */
  static resolve(promise: ExploredPromise, value: unknown): void {
    if (value === promise)
      return ExploredPromise.reject(promise, new TypeError("Chaining cycle detected for promise #<Promise>"));
    if (!isObject(value)) return ExploredPromise.fulfill(promise, value);
    let then: unknown;
    try {
      then = Reflect.get(value, "then");
    } catch (error) {
      if (error === promise.#rt.refusal) throw error;
      return ExploredPromise.reject(promise, error);
    }
    if (typeof then !== "function") return ExploredPromise.fulfill(promise, value);
    promise.#rt.agent.jobs.push(new ThenableJob(promise.#rt, promise, value, then));
  }

  static #settle(promise: ExploredPromise, state: State, value: unknown): void {
    if (promise.#state !== "pending") return;
    promise.#state = state;
    promise.#value = value;
    const { jobs } = promise.#rt.agent;
    for (const reaction of promise.#reactions) jobs.push(new ReactionJob(promise.#rt, reaction, state, value));
    promise.#reactions = [];
  }
}

class ReactionJob extends Job {
  readonly #rt: Runtime;
  readonly #reaction: Reaction;
  readonly #state: State;
  readonly #value: unknown;

  constructor(rt: Runtime, reaction: Reaction, state: State, value: unknown) {
    super();
    this.#rt = rt;
    this.#reaction = reaction;
    this.#state = state;
    this.#value = value;
  }

  get known(): readonly unknown[] {
    const { derived, onFulfilled, onRejected } = this.#reaction;
    return ["reaction", derived, onFulfilled, onRejected, this.#state, this.#value];
  }

  *run(): Running {
    const { derived, onFulfilled, onRejected } = this.#reaction;
    const handler = this.#state === "fulfilled" ? onFulfilled : onRejected;
    try {
      const answer = yield* answerOf(this.#rt, this.#rt.agent, handler, this.#state, this.#value);
      if (derived) ExploredPromise.resolve(derived, answer);
    } catch (error) {
      if (error === this.#rt.refusal) throw error;
      if (derived) ExploredPromise.reject(derived, error);
      else throw error;
    }
    return undefined;
  }
}

function* answerOf(rt: Runtime, agent: Agent, handler: unknown, state: State, value: unknown): Running {
  if (handler instanceof Handler) return yield* handler.call(value);
  if (typeof handler === "function") return yield* rt.run(handler, undefined, [value], agent.base);
  if (state === "rejected") throw value;
  return value;
}

/** Asks something with a `then` of its own how it ends. */
class ThenableJob extends Job {
  readonly #rt: Runtime;
  readonly #promise: ExploredPromise;
  readonly #thenable: object;
  readonly #then: unknown;

  constructor(rt: Runtime, promise: ExploredPromise, thenable: object, then: unknown) {
    super();
    this.#rt = rt;
    this.#promise = promise;
    this.#thenable = thenable;
    this.#then = then;
  }

  get known(): readonly unknown[] {
    return ["thenable", this.#promise, this.#thenable, this.#then];
  }

  *run(): Running {
    const resolver = new Resolver(this.#promise);
    const [resolve, reject] = resolvingFunctions(this.#rt, resolver);
    try {
      yield* this.#rt.run(this.#then, this.#thenable, [resolve, reject], this.#rt.agent.base);
    } catch (error) {
      if (error === this.#rt.refusal) throw error;
      resolver.settle("reject", error);
    }
    return undefined;
  }
}

/** The pair of functions that settles a promise, once. */
export class Resolver extends Known {
  readonly #promise: ExploredPromise;
  #isUsed = false;

  constructor(promise: ExploredPromise) {
    super();
    this.#promise = promise;
  }

  get known(): readonly unknown[] {
    return ["resolver", this.#promise, this.#isUsed];
  }

  settle(how: "resolve" | "reject", value: unknown): void {
    if (this.#isUsed) return;
    this.#isUsed = true;
    ExploredPromise[how](this.#promise, value);
  }
}

const [RESOLVE, REJECT] = [-3001, -3002];

export function resolvingFunctions(rt: Runtime, resolver: Resolver): readonly [object, object] {
  return [
    knownFunction(rt, RESOLVE, (value) => resolver.settle("resolve", value), [resolver]),
    knownFunction(rt, REJECT, (reason) => resolver.settle("reject", reason), [resolver]),
  ];
}

/** A function without a name that belongs to a thread: alike for those made at one place that know the same. */
function knownFunction(rt: Runtime, id: number, body: (value: unknown) => void, captures: readonly unknown[]): object {
  // oxlint-disable-next-line require-yield -- it has no steps
  const steps: Steps = function* (value: unknown) {
    body(value);
    return undefined;
  };
  const plain = { "": (value: unknown): unknown => rt.sync(steps, undefined, [value]) }[""];
  return Object.freeze(
    new Stamp(plain, {
      id,
      steps,
      captures: () => captures,
      isArrow: false,
      receiver: undefined,
      init: null,
      isClass: false,
    }),
  );
}

/** The promise itself, or one that is resolved with the value. */
export function promiseOf(rt: Runtime, value: unknown): ExploredPromise {
  if (ExploredPromise.is(value)) return value;
  const promise = rt.newPromise();
  ExploredPromise.resolve(promise, value);
  return promise;
}
