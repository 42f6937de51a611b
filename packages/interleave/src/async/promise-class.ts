import { LocalFrame } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type Running, Stamp, type Steps } from "../runtime/stamp.ts";
import { combined, type Combinator } from "./combinators.ts";
import { ExploredPromise, Handler, promiseOf, Resolver, resolvingFunctions } from "./promise.ts";

/** Passes on how a promise ended, once a function that was to run in any case is over. */
class PassOn extends Handler {
  readonly #value: unknown;
  readonly #isFulfilled: boolean;

  constructor(value: unknown, isFulfilled: boolean) {
    super();
    this.#value = value;
    this.#isFulfilled = isFulfilled;
  }

  get known(): readonly unknown[] {
    return ["pass on", this.#value, this.#isFulfilled];
  }

  // oxlint-disable-next-line require-yield -- it has no steps
  *call(): Running {
    if (this.#isFulfilled) return this.#value;
    throw this.#value;
  }
}

class Finally extends Handler {
  readonly #rt: Runtime;
  readonly #f: unknown;
  readonly #isFulfilled: boolean;

  constructor(rt: Runtime, f: unknown, isFulfilled: boolean) {
    super();
    this.#rt = rt;
    this.#f = f;
    this.#isFulfilled = isFulfilled;
  }

  get known(): readonly unknown[] {
    return ["finally", this.#f, this.#isFulfilled];
  }

  *call(value: unknown): Running {
    const rt = this.#rt;
    const frame = new LocalFrame(rt.agent.base, INSIDE, [this, value]);
    const answer = yield* rt.run(this.#f, undefined, [], frame);
    return then(rt, promiseOf(rt, answer), new PassOn(value, this.#isFulfilled), undefined);
  }
}

const INSIDE = -3010;

function then(rt: Runtime, promise: ExploredPromise, onFulfilled: unknown, onRejected: unknown): ExploredPromise {
  const derived = rt.newPromise();
  ExploredPromise.react(promise, { derived, onFulfilled, onRejected });
  return derived;
}

function mine(self: unknown): ExploredPromise {
  if (ExploredPromise.is(self)) return self;
  throw new TypeError("This method was called on something else than a promise.");
}

/** `Promise` as the program sees it. */
export function promiseClass(rt: Runtime, makeFunction: (name: string, steps: Steps) => object): object {
  // oxlint-disable-next-line typescript/no-extraneous-class -- its methods are put on it below, as steps
  class Promise {
    constructor(executor: unknown) {
      // oxlint-disable-next-line no-constructor-return -- promises are made in one place
      if (executor === rt.mark) return rt.newPromise();
      if (new.target !== Promise) rt.refuse("A subclass of Promise can't be explored.");
      // oxlint-disable-next-line no-constructor-return -- it is called by a built-in, or by code that can't have steps
      return rt.plainInit(rt.newPromise(), init, [executor]);
    }
  }
  const init: Steps = function* (this: unknown, executor: unknown): Running {
    if (typeof executor !== "function") throw new TypeError(`Promise resolver ${String(executor)} is not a function`);
    const resolver = new Resolver(mine(this));
    try {
      const frame = new LocalFrame(rt.up, INSIDE, [this, resolver]);
      yield* rt.run(executor, undefined, resolvingFunctions(rt, resolver), frame);
    } catch (error) {
      if (error === rt.refusal) throw error;
      resolver.settle("reject", error);
    }
    return undefined;
  };
  const methods: Readonly<Record<string, (self: ExploredPromise, ...args: readonly unknown[]) => unknown>> = {
    // oxlint-disable-next-line unicorn/no-thenable -- it is put on promises
    then: (self, onFulfilled, onRejected) => then(rt, self, onFulfilled, onRejected),
    catch: (self, onRejected) => then(rt, self, undefined, onRejected),
    finally: (self, f) => {
      if (typeof f !== "function") return then(rt, self, f, f);
      return then(rt, self, new Finally(rt, f, true), new Finally(rt, f, false));
    },
  };
  const combinators: readonly Combinator[] = ["all", "allSettled", "any", "race"];
  const statics: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    ...Object.fromEntries(combinators.map((kind) => [kind, (source: unknown) => combined(rt, kind, source)])),
    resolve: (value) => promiseOf(rt, value),
    reject(reason) {
      const promise = rt.newPromise();
      ExploredPromise.reject(promise, reason);
      return promise;
    },
    withResolvers() {
      const promise = rt.newPromise();
      const [resolve, reject] = resolvingFunctions(rt, new Resolver(promise));
      return { promise, resolve, reject };
    },
  };
  const put = (home: object, name: string, body: (self: unknown, args: readonly unknown[]) => unknown) => {
    // oxlint-disable-next-line require-yield -- it has no steps: callbacks are called later
    const steps: Steps = function* (this: unknown, ...args: readonly unknown[]) {
      return body(this, args);
    };
    Object.defineProperty(home, name, { value: makeFunction(name, steps), writable: true, configurable: true });
  };
  for (const [name, method] of Object.entries(methods))
    put(Promise.prototype, name, (self, args) => method(mine(self), ...args));
  for (const [name, method] of Object.entries(statics)) put(Promise, name, (_self, args) => method(...args));
  Object.defineProperty(Promise.prototype, Symbol.toStringTag, { value: "Promise", configurable: true });
  rt.promisePrototype = Object.freeze(Promise.prototype);
  const type = new Stamp(Promise, {
    id: -3011,
    steps: null,
    captures: null,
    isArrow: false,
    receiver: undefined,
    init,
    isClass: true,
  });
  return Object.freeze(type);
}
