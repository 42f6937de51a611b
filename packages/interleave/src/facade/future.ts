import * as errors from "@lockstep/futures/errors";
import { ExploredPromise } from "../async/promise.ts";
import type { Rule } from "../rule.ts";
import type { SharedProperty } from "../runtime/handle.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { Wait } from "./event-loop.ts";
import { Handle } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** How a task came back. */
export type Outcome =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "cancelled" };

/** What a worker sends back: the key of the task, how it ended, and the number of its value; or that the pool of this key broke. */
export type Came = readonly [key: string, kind: Outcome["kind"] | "broken", value: number];

// A task's value: it waits, it runs, it was cancelled before.
const PENDING = 0;
const RUNNING = 1;
const CANCELLED = 2;

const change = (to: number): Rule => ({
  step: to === RUNNING ? "acquire" : "write",
  edge: "both",
  apply: (state) => {
    if (state.value !== PENDING) return 0;
    state.value = to;
    return 1;
  },
});
/** By a worker, before it runs the task; 0: it was cancelled. */
export const beginTask = change(RUNNING);
const cancelTask = change(CANCELLED);
const phase: Rule = { step: "read", edge: "follow", isLook: true, apply: ({ value }) => value };

/** Puts something into the inbox of the thread that submitted. */
export const post = (came: number): Rule => ({
  step: "wake",
  edge: ({ content }) => ({ kind: "insert", at: content.length, follows: false }),
  apply: (state) => {
    state.content.push(String(came));
    return 1;
  },
});

type Frame = LocalFrame | ThreadRoot | null;

/** What tasks that a thread has submitted come back through, and the futures that wait for them. */
export function futureClass(world: World) {
  const [looks, sleeps, settles] = [world.position(), world.position(), world.position()];

  const inboxOf = (key: string): Guarded =>
    world.made(`${key}~inbox`, Guarded, 0, (memory) => memory.guarded("futures"));

  const takeAll = (isWaiting: boolean): Rule => ({
    step: "read",
    edge: ({ content }) => ({ kind: "take", permits: content.length }),
    ...(isWaiting && { isSleep: true, isReady: ({ content }) => content.length > 0 }),
    apply: (state) => {
      const came = world.transfers.numberOf(state.content.map(Number), "inbox");
      state.content = [];
      return came;
    },
  });

  class Future extends Handle<Guarded> {
    #outcome: Outcome | null = null;
    readonly #callbacks: unknown[] = [];
    /** For those that await it. */
    #promise: ExploredPromise | null = null;

    constructor() {
      const key = world.nextKey("Future");
      const self: { future: Future | null } = { future: null };
      const look = (answer: (future: Future) => Running): SharedProperty => ({
        *read() {
          const { up } = world.rt;
          if (!self.future) return undefined;
          yield* drainFor(self.future, up);
          return yield* answer(self.future);
        },
        write: null,
      });
      super(
        world.made(key, Guarded, 0, (memory) => memory.guarded("task")),
        key,
        [
          ["done", look((future) => plain(future.#outcome !== null))],
          ["cancelled", look((future) => plain(future.#outcome?.kind === "cancelled"))],
          ["running", look((future) => isState(future, "running"))],
          ["state", look((future) => stateOf(future))],
        ],
        null,
        () => [this.#outcome, this.#callbacks, this.#promise],
      );
      self.future = this;
      Object.freeze(this);
    }
    static outcomeOf(future: Future): Outcome | null {
      return future.#outcome;
    }
    static promiseOf(future: Future): ExploredPromise | null {
      return future.#promise;
    }
    static setPromise(future: Future, promise: ExploredPromise): void {
      future.#promise = promise;
    }
    static callbacksOf(future: Future): unknown[] {
      return future.#callbacks;
    }
    /** Once. Answers the callbacks that are to be called. */
    static settle(future: Future, outcome: Outcome): readonly unknown[] {
      if (future.#outcome) return []; // a cancelled task has come back
      future.#outcome = outcome;
      if (future.#promise) settlePromise(future.#promise, outcome);
      return future.#callbacks.splice(0);
    }
  }

  /** A future whose task a pool runs. */
  class Task extends Future {
    readonly #pool: string;
    constructor(pool: string) {
      super();
      this.#pool = pool;
    }
    static isOf(future: object, pool: string): boolean {
      return #pool in future && future.#pool === pool;
    }
  }

  function* isState(future: Future, wanted: string): Running {
    return (yield* stateOf(future)) === wanted;
  }
  function* stateOf(future: Future): Running {
    const outcome = Future.outcomeOf(future);
    if (outcome) return outcome.kind === "cancelled" ? "cancelled" : "finished";
    if (!(future instanceof Task)) return "pending";
    const told = yield world.told(Handle.sharedOf(future, Guarded).do(phase), world.rt.up, looks, [future]);
    return told === RUNNING ? "running" : "pending";
  }

  function* drainFor(future: Future, up: Frame): Running {
    if (!Future.outcomeOf(future) && future instanceof Task) yield* drain(up);
    world.rt.up = up;
    return undefined;
  }

  /** Settles all that have come back, in the order in which they came. */
  function* drain(up: Frame): Running {
    const came = yield world.told(inboxOf(world.context.key).do(takeAll(false)), up, looks, ["drain"]);
    yield* settleAll(came, up);
    return undefined;
  }

  function* settleAll(number: number, up: Frame): Running {
    const came: unknown = world.transfers.valueOf(number);
    for (const each of Array.isArray(came) ? came : []) {
      const [key, kind, value] = cameOf(world.transfers.valueOf(Number(each)));
      if (kind === "broken") {
        yield* settleBroken(key, up);
        continue;
      }
      const future = world.context.pending.get(key);
      world.context.pending.delete(key);
      if (!(future instanceof Future)) continue;
      yield* settled(future, outcomeOf(kind, world.transfers.valueOf(value)), up);
    }
    return undefined;
  }

  /** The tasks of a broken pool never come back, but for those that a worker has begun. */
  function* settleBroken(pool: string, up: Frame): Running {
    for (const [key, future] of world.context.pending) {
      if (!(future instanceof Task && Task.isOf(future, pool))) continue;
      const told = yield world.told(Handle.sharedOf(future, Guarded).do(cancelTask), up, settles, [future]);
      if (told !== 1) continue;
      world.context.pending.delete(key);
      yield* settled(future, { kind: "threw", error: new errors.BrokenThreadPoolError() }, up);
    }
    return undefined;
  }

  function* settled(future: Future, outcome: Outcome, up: Frame): Running {
    const callbacks = [...Future.settle(future, outcome)];
    for (let callback = callbacks.shift(); callback !== undefined; callback = callbacks.shift())
      yield* called(callback, future, new LocalFrame(up, settles, [future, callbacks]));
    return undefined;
  }

  function* called(callback: unknown, future: Future, frame: Frame): Running {
    try {
      yield* world.rt.run(callback, undefined, [future], frame);
    } catch (error) {
      if (error === world.rt.refusal) throw error;
      // It is printed, and the others are called.
    }
    return undefined;
  }

  /** Sleeps until `isSo`, looking at all that comes; false: the time was over. */
  function* waitUntil(isSo: () => boolean, timeoutMs: number, frame: Frame): Running {
    if (isSo()) return true;
    yield* drain(frame);
    while (!isSo()) {
      if (timeoutMs === 0) return false;
      const inbox = inboxOf(world.context.key);
      const came = yield world.told(inbox.do(takeAll(true), timeoutMs), frame, sleeps, [timeoutMs]);
      if (came === -1) return isSo();
      yield* settleAll(came, frame);
    }
    return true;
  }

  function* awaited(future: Future, timeoutMs: unknown): Running {
    const time = checkedTimeout(timeoutMs);
    const frame = new LocalFrame(world.rt.up, sleeps, [future, time]);
    if (!(yield* waitUntil(() => Future.outcomeOf(future) !== null, time, frame)))
      throw new errors.FutureTimeoutError(time);
    const outcome = Future.outcomeOf(future);
    if (!outcome || outcome.kind === "cancelled") throw new errors.CancelledError();
    return outcome;
  }

  // oxlint-disable-next-line require-yield -- its callbacks may have steps
  function* settledByHand(future: Future, outcome: Outcome): Running {
    if (Future.outcomeOf(future) || future instanceof Task)
      throw new errors.InvalidStateError(String(yield* stateOf(future)));
    yield* settled(future, outcome, world.rt.up);
    return undefined;
  }

  /** What comes back is looked at when the thread has nothing else to do. */
  class Inbox extends Wait {
    readonly #key: string;
    constructor(up: Frame, key: string) {
      super(up);
      this.#key = key;
    }
    get known(): readonly unknown[] {
      return ["inbox", this.#key];
    }
    get operation() {
      return inboxOf(this.#key).do(takeAll(true));
    }
    *came(number: number): Running {
      const { loop, pending } = world.context;
      const { base } = loop.agent;
      yield* settleAll(number, base);
      if ([...pending.values()].some((future) => future instanceof Future && Future.promiseOf(future)))
        loop.add(new Inbox(base, this.#key));
      return undefined;
    }
  }

  function promiseFor(future: Future, up: Frame): ExploredPromise {
    const known = Future.promiseOf(future);
    if (known) return known;
    const promise = world.rt.newPromise();
    Future.setPromise(future, promise);
    const outcome = Future.outcomeOf(future);
    if (outcome) settlePromise(promise, outcome);
    const { loop, key } = world.context;
    if (!outcome && future instanceof Task && !loop.has((wait) => wait instanceof Inbox)) loop.add(new Inbox(up, key));
    return promise;
  }

  world.methods(Future, {
    *result(this: Future, timeoutMs?: unknown) {
      const outcome: Partial<Outcome> & { readonly value?: unknown; readonly error?: unknown } = Object(
        yield* awaited(this, timeoutMs),
      );
      if (outcome.kind === "threw") throw outcome.error;
      return outcome.value;
    },
    *exception(this: Future, timeoutMs?: unknown) {
      const outcome: Partial<Outcome> & { readonly error?: unknown } = Object(yield* awaited(this, timeoutMs));
      return outcome.kind === "threw" ? outcome.error : null;
    },
    *cancel(this: Future) {
      const { up } = world.rt;
      yield* drainFor(this, new LocalFrame(up, settles, [this]));
      const outcome = Future.outcomeOf(this);
      if (outcome) return outcome.kind === "cancelled";
      if (this instanceof Task) {
        const told = yield world.told(Handle.sharedOf(this, Guarded).do(cancelTask), up, settles, [this, "cancel"]);
        if (told !== 1) return false;
      }
      yield* settled(this, { kind: "cancelled" }, up);
      return true;
    },
    *addDoneCallback(this: Future, callback: unknown) {
      const { up } = world.rt;
      yield* drainFor(this, new LocalFrame(up, settles, [this, callback]));
      if (Future.outcomeOf(this)) yield* called(callback, this, up);
      else Future.callbacksOf(this).push(callback);
      return undefined;
    },
    setResult(this: Future, value: unknown) {
      return settledByHand(this, { kind: "returned", value });
    },
    setException(this: Future, error: unknown) {
      return settledByHand(this, { kind: "threw", error });
    },
    // oxlint-disable-next-line unicorn/no-thenable -- a future can be awaited
    *then(this: Future, onResult: unknown, onError: unknown) {
      const { up } = world.rt;
      yield* drainFor(this, new LocalFrame(up, settles, [this, onResult, onError]));
      const derived = world.rt.newPromise();
      const promise = promiseFor(this, up);
      ExploredPromise.react(promise, { derived, onFulfilled: onResult, onRejected: onError });
      return derived;
    },
    toString: world.refused("toString of a future"),
  });
  world.methods(Task, {}, "Future");
  return { Future, Task, inboxOf, waitUntil };
}

// oxlint-disable-next-line require-yield -- it has no steps
function* plain(value: unknown): Running {
  return value;
}

function settlePromise(promise: ExploredPromise, outcome: Outcome): void {
  switch (outcome.kind) {
    case "returned":
      return ExploredPromise.resolve(promise, outcome.value);
    case "threw":
      return ExploredPromise.reject(promise, outcome.error);
    case "cancelled":
      return ExploredPromise.reject(promise, new errors.CancelledError());
  }
}

function outcomeOf(kind: Outcome["kind"], value: unknown): Outcome {
  switch (kind) {
    case "returned":
      return { kind, value };
    case "threw":
      return { kind, error: value };
    case "cancelled":
      return { kind };
  }
}

function cameOf(value: unknown): Came {
  const [key, kind, number]: readonly unknown[] = Array.isArray(value) ? value : [];
  const known = kind === "returned" || kind === "threw" || kind === "broken" ? kind : "cancelled";
  return [String(key), known, Number(number)];
}
