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

/** What an asynchronous generator yields at its own `yield`, and before its body begins. */
export class Yielded extends Await {}

/** The steps of an asynchronous function: a step for whoever explores, answered by a number, or an `await`, answered by anything. */
export type AsyncRunning = Generator<Operation | Await, unknown>;

/** Lets steps go on: from an `await`, a `yield` or their beginning. */
export type Advance = () => IteratorResult<Operation | Await, unknown>;

/** The place of an asynchronous function, beneath its own frames. */
const COROUTINE = -3000;

/** Steps that can wait for promises. */
export abstract class Awaiting extends Known {
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
  /** What others get of it. */
  abstract readonly promise: ExploredPromise;
  protected readonly rt: Runtime;
  protected running: AsyncRunning | null = null;

  constructor(rt: Runtime, values: readonly unknown[]) {
    super();
    this.rt = rt;
    this.root = { up: rt.up, late: null, site: COROUTINE, values };
  }

  /** What follows its return, its error and its own `yield`; null: nothing now. */
  protected abstract ended(value: unknown): Advance | null;
  protected abstract threw(error: unknown): Advance | null;
  protected abstract yielded(at: Yielded): Advance | null;

  /** Values of the frame in which it waits. */
  protected get waitsIn(): readonly unknown[] {
    const { frame } = this;
    return [frame?.site, ...(frame?.values ?? []), ...(frame?.late?.() ?? [])];
  }

  /** What it waited for is settled. */
  *resume(isFulfilled: boolean, value: unknown): Running {
    this.woken();
    const { running } = this;
    if (!running) return undefined;
    return yield* this.go(() => (isFulfilled ? running.next(value) : running.throw(value)));
  }

  /** It goes on as a microtask. */
  protected woken(): void {
    const { agent } = this.rt;
    agent.suspended.delete(this);
    this.frame = this.awaited = null;
    this.root.up = agent.base;
  }

  protected *go(first: Advance): Running {
    let advance: Advance | null = first;
    while (advance) {
      let next: ReturnType<Advance>;
      try {
        next = advance();
      } catch (error) {
        if (error === this.rt.refusal) throw error;
        advance = this.threw(error);
        continue;
      }
      if (next.done) advance = this.ended(next.value);
      else if (next.value instanceof Yielded) advance = this.yielded(next.value);
      else if (next.value instanceof Await) {
        this.waitFor(next.value, new Continue(this, true), new Continue(this, false));
        return undefined;
      } else {
        const answer: unknown = yield next.value;
        const { running } = this;
        advance = running && (() => running.next(answer));
      }
    }
    return undefined;
  }

  protected waitFor({ value, frame }: Await, onFulfilled: Handler, onRejected: Handler): void {
    this.frame = frame;
    this.rt.agent.suspended.add(this);
    this.awaited = promiseOf(this.rt, value);
    ExploredPromise.react(this.awaited, { derived: null, onFulfilled, onRejected });
  }
}

/**
 * One call of an asynchronous function. Up to its first `await` it runs within its caller; then as a microtask, once what it
 * waits for is settled.
 */
export class Coroutine extends Awaiting {
  readonly promise: ExploredPromise;

  constructor(rt: Runtime) {
    const promise = rt.newPromise();
    super(rt, [promise]);
    this.promise = promise;
  }

  get known(): readonly unknown[] {
    return ["coroutine", this.promise, ...this.waitsIn];
  }

  /** Answers the promise. */
  *start(begin: () => AsyncRunning): Running {
    this.rt.up = this.root;
    yield* this.go(() => (this.running = begin()).next());
    return this.promise;
  }

  protected ended(value: unknown): null {
    ExploredPromise.resolve(this.promise, value);
    return null;
  }

  protected threw(error: unknown): null {
    ExploredPromise.reject(this.promise, error);
    return null;
  }

  protected yielded(): never {
    throw new RangeError("an asynchronous function has no yield of its own");
  }
}

class Continue extends Handler {
  readonly #steps: Awaiting;
  readonly #isFulfilled: boolean;

  constructor(steps: Awaiting, isFulfilled: boolean) {
    super();
    this.#steps = steps;
    this.#isFulfilled = isFulfilled;
  }

  get known(): readonly unknown[] {
    return ["continue", this.#steps, this.#isFulfilled];
  }

  call(value: unknown): Running {
    return this.#steps.resume(this.#isFulfilled, value);
  }
}
