import { Hidden } from "../runtime/hidden.ts";
import { Known } from "../runtime/known.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { knowClass } from "../runtime/value-hash.ts";
import { ExploredPromise } from "./promise.ts";

/** What ends with a signal. */
export abstract class Ends extends Known {
  abstract end(reason: unknown): void;
}

interface Listener {
  readonly f: unknown;
  readonly isOnce: boolean;
}

const [TELLS, FOLLOWERS] = [-3060, -3061];

/** A signal of one thread. **Source**: the DOM standard, "Aborting ongoing activities": what waits ends first, then listeners are called. */
export class SignalState extends Known {
  isAborted = false;
  reason: unknown = undefined;
  object: object = this;
  readonly #rt: Runtime;
  #ending: Ends[] = [];
  #listeners: Listener[] = [];
  readonly #followers: SignalState[] = [];

  constructor(rt: Runtime) {
    super();
    this.#rt = rt;
  }

  get known(): readonly unknown[] {
    const listeners = this.#listeners.flatMap(({ f, isOnce }) => [f, isOnce]);
    return ["signal", this.object, this.isAborted, this.reason, this.#ending, this.#followers, ...listeners];
  }

  /** Ends with this signal, until it is taken back. */
  add(ends: Ends): void {
    this.#ending.push(ends);
  }
  remove(ends: Ends): void {
    this.#ending = this.#ending.filter((other) => other !== ends);
  }

  listen(f: unknown, isOnce: boolean): void {
    if (!this.#listeners.some((listener) => listener.f === f)) this.#listeners.push({ f, isOnce });
  }
  unlisten(f: unknown): void {
    this.#listeners = this.#listeners.filter((listener) => listener.f !== f);
  }

  /** Is aborted when this one is. */
  follow(signal: SignalState): void {
    this.#followers.push(signal);
  }

  *abort(reason: unknown): Running {
    const { up } = this.#rt;
    const all = this.#withFollowers().filter(({ isAborted }) => !isAborted);
    for (const signal of all) [signal.isAborted, signal.reason] = [true, reason];
    for (const [i, signal] of all.entries())
      yield* signal.#tell(reason, new LocalFrame(up, FOLLOWERS, all.slice(i + 1)));
    return undefined;
  }

  #withFollowers(): readonly SignalState[] {
    return this.isAborted ? [] : [this, ...this.#followers.flatMap((signal) => signal.#withFollowers())];
  }

  *#tell(reason: unknown, up: LocalFrame): Running {
    const rt = this.#rt;
    for (const ends of this.#ending.splice(0)) ends.end(reason);
    const own: unknown = Reflect.get(this.object, "onabort");
    const listeners = [...this.#listeners.map(({ f }) => f), own].filter((f) => typeof f === "function");
    this.#listeners = this.#listeners.filter(({ isOnce }) => !isOnce);
    for (const [i, f] of listeners.entries()) {
      try {
        const frame = new LocalFrame(up, TELLS, [this, ...listeners.slice(i + 1)]);
        yield* rt.run(f, this.object, [{ type: "abort", target: this.object }], frame);
      } catch (error) {
        if (error === rt.refusal) throw error;
        ExploredPromise.reject(rt.newPromise(), error); // nobody can catch it
      }
    }
    return undefined;
  }
}

/** The signal behind an object of the program; null where there is none. @throws {TypeError} where it is something else. */
export function signalOf(value: unknown): SignalState | null {
  if (value === undefined) return null;
  const behind = Hidden.of(value);
  if (behind instanceof SignalState) return behind;
  throw new TypeError("A signal is an AbortSignal.");
}

/** An error of this name, as the language's own signals have it. */
export function namedError(name: "AbortError" | "TimeoutError", message: string): Error {
  return Object.defineProperty(new Error(message), "name", { value: name, configurable: true, writable: true });
}
function mine(self: unknown): SignalState {
  const state = signalOf(self);
  if (!state) throw new TypeError("This belongs to an AbortSignal.");
  return state;
}

function reasonOf(given: unknown): unknown {
  return given === undefined ? namedError("AbortError", "This operation was aborted") : given;
}

/**
 * `AbortController` and `AbortSignal` of a program that is explored.
 * @param afterMs has a signal aborted with an error when a time has passed.
 */
export function abortClasses(
  rt: Runtime,
  makeFunction: (name: string, steps: Steps) => object,
  afterMs: (signal: SignalState, durationMs: unknown) => void,
): Readonly<Record<"AbortController" | "AbortSignal", object>> {
  // oxlint-disable-next-line typescript/no-extraneous-class -- what it has is put on it below
  class AbortSignal {
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  }
  // oxlint-disable-next-line typescript/no-extraneous-class -- what it has is put on it below
  class AbortController {
    constructor() {
      Object.defineProperty(this, "signal", { value: made().object });
    }
  }
  const made = (): SignalState => {
    const state = new SignalState(rt);
    state.object = new Hidden(Object.create(AbortSignal.prototype), state);
    return state;
  };
  const put = (home: object, name: string, body: (self: unknown, args: readonly unknown[]) => unknown) =>
    Object.defineProperty(home, name, {
      value: makeFunction(name, function* (this: unknown, ...args: readonly unknown[]): Running {
        const answer = body(this, args);
        return isRunning(answer) ? yield* answer : answer;
      }),
    });
  Object.defineProperties(AbortSignal.prototype, {
    aborted: {
      get(this: unknown) {
        return mine(this).isAborted;
      },
    },
    reason: {
      get(this: unknown): unknown {
        return mine(this).reason;
      },
    },
  });
  put(AbortSignal.prototype, "throwIfAborted", (self) => {
    const { isAborted, reason } = mine(self);
    if (isAborted) throw reason;
  });
  put(AbortSignal.prototype, "addEventListener", (self, [type, f, options]) => {
    const isOnce: unknown = Object(options ?? {}).once;
    if (type === "abort" && typeof f === "function") mine(self).listen(f, isOnce === true);
  });
  put(AbortSignal.prototype, "removeEventListener", (self, [type, f]) => {
    if (type === "abort") mine(self).unlisten(f);
  });
  put(AbortController.prototype, "abort", (self, [reason]) =>
    mine(Reflect.get(Object(self), "signal")).abort(reasonOf(reason)),
  );
  put(AbortSignal, "abort", (_self, [reason]) => {
    const state = made();
    state.isAborted = true;
    state.reason = reasonOf(reason);
    return state.object;
  });
  put(AbortSignal, "timeout", (_self, [durationMs]) => {
    const state = made();
    afterMs(state, durationMs);
    return state.object;
  });
  put(AbortSignal, "any", (_self, [list]) => {
    const state = made();
    const signals = Array.from<unknown>(Object(list)).map(mine);
    const first = signals.find(({ isAborted }) => isAborted);
    if (first) [state.isAborted, state.reason] = [true, first.reason];
    else for (const signal of signals) signal.follow(state);
    return state.object;
  });
  for (const type of [AbortController, AbortSignal]) {
    knowClass(type, type.prototype);
    Object.freeze(type.prototype);
    Object.freeze(type);
  }
  return { AbortController, AbortSignal };
}

function isRunning(answer: unknown): answer is Running {
  return (
    typeof answer === "object" && answer !== null && Object.prototype.toString.call(answer) === "[object Generator]"
  );
}
