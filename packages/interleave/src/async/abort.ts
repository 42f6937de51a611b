import { Hidden } from "../runtime/hidden.ts";
import { Known } from "../runtime/known.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { knowClass } from "../runtime/value-hash.ts";
import { abortEvents, callbackOf, isStopped, Listener, listenerOptions, type ListenerOptions } from "./listeners.ts";
import { ExploredPromise } from "./promise.ts";

/** What ends with a signal. */
export abstract class Ends extends Known {
  abstract end(reason: unknown): void;
}

/** A listener that a signal takes away. */
class Unlistens extends Ends {
  readonly #from: SignalState;
  readonly #listener: Listener;

  constructor(from: SignalState, listener: Listener) {
    super();
    this.#from = from;
    this.#listener = listener;
  }
  get known(): readonly unknown[] {
    return ["unlistens", this.#from, this.#listener];
  }
  end(): void {
    this.#from.drop(this.#listener);
  }
}

const [TELLS, FOLLOWERS] = [-3060, -3061];

/** A signal of one thread. **Source**: the DOM standard, "Aborting ongoing activities": what waits ends first, then listeners are called. */
export class SignalState extends Known {
  isAborted = false;
  reason: unknown = undefined;
  object: object = this;
  readonly #rt: Runtime;
  readonly #eventFor: (target: object) => object;
  #ending: Ends[] = [];
  #listeners: Listener[] = [];
  readonly #followers = new Set<SignalState>();
  /** Whom it follows, none of which follows another; null: nobody, it is aborted by itself. */
  #sources: Set<SignalState> | null = null;

  constructor(rt: Runtime, eventFor: (target: object) => object) {
    super();
    this.#rt = rt;
    this.#eventFor = eventFor;
  }

  get known(): readonly unknown[] {
    const sources = this.#sources && [...this.#sources];
    const related = [this.#ending, [...this.#followers], sources, this.#listeners];
    return ["signal", this.object, this.isAborted, this.reason, ...related];
  }

  /** Ends with this signal, until it is taken back. */
  add(ends: Ends): void {
    this.#lineUp();
    this.#ending.push(ends);
  }
  remove(ends: Ends): void {
    this.#ending = this.#ending.filter((other) => other !== ends);
  }

  /** @throws {TypeError} */
  listen(f: unknown, { isOnce, isCapture, signal }: ListenerOptions): void {
    const until = signalOf(signal);
    if (until?.isAborted || this.#registered(f, isCapture)) return;
    const listener = new Listener(f, { isOnce, isCapture });
    this.#lineUp();
    this.#listeners.push(listener);
    until?.add(new Unlistens(this, listener));
  }
  unlisten(f: unknown, isCapture: boolean): void {
    const listener = this.#registered(f, isCapture);
    if (listener) this.drop(listener);
  }
  drop(listener: Listener): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }
  #registered(f: unknown, isCapture: boolean): Listener | undefined {
    return this.#listeners.find((other) => !other.isAttribute && other.f === f && other.isCapture === isCapture);
  }

  /** `onabort`: told in the place in which it was set first. */
  get attribute(): unknown {
    return this.#listeners.find(({ isAttribute }) => isAttribute)?.f ?? null;
  }
  set attribute(f: unknown) {
    const listener = this.#listeners.find(({ isAttribute }) => isAttribute);
    if (listener) listener.f = f;
    else {
      this.#lineUp();
      this.#listeners.push(new Listener(f, { isAttribute: true }));
    }
  }

  /** Those that follow one signal are told in the order in which somebody listened to them: in Node, not in the standard. */
  #lineUp(): void {
    if (this.#listeners.length + this.#ending.length > 0) return;
    for (const source of this.#sources ?? []) {
      source.#followers.delete(this);
      source.#followers.add(this);
    }
  }

  /** Is aborted when one of these is. */
  follow(signals: readonly SignalState[]): void {
    this.#sources = new Set(signals.flatMap((signal) => [...(signal.#sources ?? [signal])]));
    for (const source of this.#sources) source.#followers.add(this);
  }

  *abort(reason: unknown): Running {
    if (this.isAborted) return undefined;
    const { up } = this.#rt;
    const all = [this, ...this.#followers].filter(({ isAborted }) => !isAborted);
    for (const signal of all) [signal.isAborted, signal.reason] = [true, reason];
    for (const [i, signal] of all.entries())
      yield* signal.#tell(reason, new LocalFrame(up, FOLLOWERS, all.slice(i + 1)));
    return undefined;
  }

  *#tell(reason: unknown, up: LocalFrame): Running {
    const rt = this.#rt;
    for (const ends of this.#ending.splice(0)) ends.end(reason);
    const listeners = [...this.#listeners];
    const event = this.#eventFor(this.object);
    for (const [i, listener] of listeners.entries()) {
      if (isStopped(event)) break;
      if (!this.#listeners.includes(listener)) continue; // an earlier one has removed it
      if (listener.isOnce) this.drop(listener);
      try {
        const frame = new LocalFrame(up, TELLS, [this, event, ...listeners.slice(i + 1)]);
        yield* listener.call(rt, this.object, event, frame);
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
  const eventFor = abortEvents(makeFunction);
  const made = (): SignalState => {
    const state = new SignalState(rt, eventFor);
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
    onabort: {
      get(this: unknown): unknown {
        return mine(this).attribute;
      },
      set(this: unknown, f: unknown) {
        mine(this).attribute = f;
      },
    },
    [Symbol.toStringTag]: { value: "AbortSignal" },
  });
  put(AbortSignal.prototype, "throwIfAborted", (self) => {
    const { isAborted, reason } = mine(self);
    if (isAborted) throw reason;
  });
  put(AbortSignal.prototype, "addEventListener", (self, [type, f, options]) => {
    const [state, callback, settings] = [mine(self), callbackOf(f), listenerOptions(options)];
    if (type === "abort" && callback !== null) state.listen(callback, settings);
  });
  put(AbortSignal.prototype, "removeEventListener", (self, [type, f, options]) => {
    if (type === "abort") mine(self).unlisten(f, listenerOptions(options).isCapture);
  });
  put(AbortSignal.prototype, "dispatchEvent", () => rt.refuse("dispatchEvent can't be explored yet."));
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
    else state.follow(signals);
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
