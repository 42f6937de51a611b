import { Known } from "../runtime/known.ts";
import type { LocalFrame, ThreadRoot } from "../runtime/local-state.ts";
import type { Operation } from "../operation.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running } from "../runtime/stamp.ts";
import { ExploredPromise, Handler, promiseOf } from "./promise.ts";

/** What an asynchronous function yields at an `await`: everything else goes on to its caller. */
export class Await {
  readonly value: unknown;
  readonly frame: LocalFrame;

  constructor(value: unknown, frame: LocalFrame) {
    this.value = value;
    this.frame = frame;
  }
}

/** The steps of an asynchronous function: a step for whoever explores, answered by a number, or an `await`, answered by anything. */
export type AsyncRunning = Generator<Operation | Await, unknown>;

/** The place of an asynchronous function, beneath its own frames. */
const COROUTINE = -3000;

/**
 * One call of an asynchronous function. Up to its first `await` it runs within its caller; then as a microtask, once what it
 * waits for is settled.
 */
export class Coroutine extends Known {
  readonly promise: ExploredPromise;
  /** Beneath the function's frames: first its caller, later nothing but the thread. */
  readonly root: {
    up: LocalFrame | ThreadRoot | null;
    readonly late: null;
    readonly site: number;
    readonly values: readonly unknown[];
  };
  /** Where it waits; null while it runs. */
  frame: LocalFrame | null = null;
  awaited: ExploredPromise | null = null;
  readonly #rt: Runtime;
  #running: AsyncRunning | null = null;

  constructor(rt: Runtime) {
    super();
    this.#rt = rt;
    this.promise = rt.newPromise();
    this.root = { up: rt.up, late: null, site: COROUTINE, values: [this.promise] };
  }

  get known(): readonly unknown[] {
    const { frame, promise } = this;
    return ["coroutine", promise, frame?.site, ...(frame?.values ?? []), ...(frame?.late?.() ?? [])];
  }

  /** Answers the promise. */
  *start(begin: () => AsyncRunning): Running {
    this.#rt.up = this.root;
    yield* this.#go(() => (this.#running = begin()).next());
    return this.promise;
  }

  /** What it waited for is settled. */
  *resume(isFulfilled: boolean, value: unknown): Running {
    const { agent } = this.#rt;
    agent.suspended.delete(this);
    this.frame = this.awaited = null;
    this.root.up = agent.base;
    return yield* this.#go(() => (isFulfilled ? this.#running?.next(value) : this.#running?.throw(value)));
  }

  *#go(first: () => IteratorResult<Operation | Await, unknown> | undefined): Running {
    let advance = first;
    for (;;) {
      let next: IteratorResult<Operation | Await, unknown> | undefined;
      try {
        next = advance();
      } catch (error) {
        if (error === this.#rt.refusal) throw error;
        ExploredPromise.reject(this.promise, error);
        return undefined;
      }
      if (!next || next.done) {
        ExploredPromise.resolve(this.promise, next?.value);
        return undefined;
      }
      if (next.value instanceof Await) {
        this.#wait(next.value);
        return undefined;
      }
      const answer = yield next.value;
      advance = () => this.#running?.next(answer);
    }
  }

  #wait({ value, frame }: Await): void {
    this.frame = frame;
    this.#rt.agent.suspended.add(this);
    this.awaited = promiseOf(this.#rt, value);
    ExploredPromise.react(this.awaited, {
      derived: null,
      onFulfilled: new Continue(this, true),
      onRejected: new Continue(this, false),
    });
  }
}

class Continue extends Handler {
  readonly #coroutine: Coroutine;
  readonly #isFulfilled: boolean;

  constructor(coroutine: Coroutine, isFulfilled: boolean) {
    super();
    this.#coroutine = coroutine;
    this.#isFulfilled = isFulfilled;
  }

  get known(): readonly unknown[] {
    return ["continue", this.#coroutine, this.#isFulfilled];
  }

  call(value: unknown): Running {
    return this.#coroutine.resume(this.#isFulfilled, value);
  }
}
