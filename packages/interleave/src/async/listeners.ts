import { isObject } from "../runtime/accessors.ts";
import { Hidden } from "../runtime/hidden.ts";
import { Known } from "../runtime/known.ts";
import type { LocalFrame } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { knowClass } from "../runtime/value-hash.ts";

/** Whoever is told of an event: one registration. */
export class Listener extends Known {
  /** A function, or an object with a `handleEvent`. */
  f: unknown;
  readonly isOnce: boolean;
  readonly isCapture: boolean;
  /** It was put into `onabort`, which may be given something else. */
  readonly isAttribute: boolean;

  constructor(f: unknown, { isOnce = false, isCapture = false, isAttribute = false } = {}) {
    super();
    this.f = f;
    this.isOnce = isOnce;
    this.isCapture = isCapture;
    this.isAttribute = isAttribute;
  }

  get known(): readonly unknown[] {
    return ["listener", this.f, this.isOnce, this.isCapture, this.isAttribute];
  }

  *call(rt: Runtime, target: object, event: object, frame: LocalFrame): Running {
    if (typeof this.f === "function") return yield* rt.run(this.f, target, [event], frame);
    if (this.isAttribute) return undefined; // nothing is in it now
    return yield* rt.run(Reflect.get(Object(this.f), "handleEvent"), this.f, [event], frame);
  }
}

/** What `addEventListener` and `removeEventListener` are called with. */
export interface ListenerOptions {
  readonly isOnce: boolean;
  readonly isCapture: boolean;
  /** Ends it. */
  readonly signal: unknown;
}

/** Null where there is nobody to tell. @throws {TypeError} */
export function callbackOf(f: unknown): unknown {
  if (f === undefined || f === null) return null;
  if (typeof f === "function" || isObject(f)) return f;
  throw new TypeError('The "listener" argument must be an instance of EventListener.');
}

/** @throws {TypeError} */
export function listenerOptions(options: unknown): ListenerOptions {
  if (options === undefined || options === null || typeof options === "boolean")
    return { isOnce: false, isCapture: options === true, signal: undefined };
  if (!isObject(options) && typeof options !== "function")
    throw new TypeError('The "options" argument must be of type object.');
  const get = (name: string): unknown => Reflect.get(options, name);
  return { isOnce: Boolean(get("once")), isCapture: Boolean(get("capture")), signal: get("signal") };
}

/** What is behind an event. */
class EventState extends Known {
  /** No further listener is told. */
  isStopped = false;

  get known(): readonly unknown[] {
    return ["event", this.isStopped];
  }
}

/** Whether a listener has said that it was the last. */
export function isStopped(event: object): boolean {
  const state = Hidden.of(event);
  return state instanceof EventState && state.isStopped;
}

/** Makes events of the type "abort", as listeners are given them. */
export function abortEvents(makeFunction: (name: string, steps: Steps) => object): (target: object) => object {
  // oxlint-disable-next-line typescript/no-extraneous-class -- what it has is put on it below
  class Event {}
  const put = (name: string, body: (state: EventState) => void) =>
    Object.defineProperty(Event.prototype, name, {
      // oxlint-disable-next-line require-yield -- it has no steps
      value: makeFunction(name, function* (this: unknown): Running {
        const state = Hidden.of(this);
        if (!(state instanceof EventState)) throw new TypeError("This belongs to an Event.");
        body(state);
        return undefined;
      }),
    });
  put("stopImmediatePropagation", (state) => {
    state.isStopped = true;
  });
  // It goes nowhere else, and nothing follows that could be prevented.
  put("stopPropagation", () => undefined);
  put("preventDefault", () => undefined);
  knowClass(Event, Event.prototype);
  Object.freeze(Event.prototype);
  Object.freeze(Event);
  return (target) => {
    const event: object = Object.create(Event.prototype);
    const told = { type: "abort", target, currentTarget: target, srcElement: target, isTrusted: true };
    const plain = { bubbles: false, cancelable: false, composed: false, defaultPrevented: false, eventPhase: 2 };
    for (const [name, value] of Object.entries({ ...told, ...plain })) Object.defineProperty(event, name, { value });
    return new Hidden(event, new EventState());
  };
}
