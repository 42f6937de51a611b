import { Ends, signalOf, type SignalState } from "../async/abort.ts";
import { type AsyncRunning, Await, Coroutine } from "../async/coroutine.ts";
import { ExploredPromise } from "../async/promise.ts";
import type { Operation } from "../operation.ts";
import type { Rule } from "../rule.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import type { Guarded } from "../shared.ts";
import { type EventLoop, Wait } from "./event-loop.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

interface WaitFor {
  readonly asked: () => Operation;
  /** What the promise becomes; a throw rejects it. */
  readonly answer: (result: number) => unknown;
  readonly timeoutMs: number;
  /** Ends the wait, whose promise is then rejected with the reason. */
  readonly signal?: SignalState | null;
  readonly known: readonly unknown[];
}

/** A promise for what another thread, or time, does. */
class Promised extends Wait {
  readonly #promise: ExploredPromise;
  readonly #for: WaitFor;
  #leftMs: number;

  constructor(up: LocalFrame | ThreadRoot | null, promise: ExploredPromise, what: WaitFor) {
    super(up);
    this.#promise = promise;
    this.#for = what;
    this.#leftMs = what.timeoutMs;
  }
  get known(): readonly unknown[] {
    return ["promised", this.#promise, this.#leftMs, ...this.#for.known];
  }
  get operation(): Operation {
    return { ...this.#for.asked(), timeoutMs: this.#leftMs };
  }
  override elapse(durationMs: number): void {
    this.#leftMs = Math.max(0, this.#leftMs - durationMs);
  }
  /** What takes it away when its signal aborts. */
  left: Left | null = null;
  // oxlint-disable-next-line require-yield -- what follows are microtasks
  *came(result: number): Running {
    if (this.left) this.#for.signal?.remove(this.left);
    settle(this.#promise, this.#for.answer, result);
    return undefined;
  }
}

/** A wait that ends with a signal. */
class Left extends Ends {
  readonly #loop: EventLoop;
  readonly #wait: Wait;
  readonly #promise: ExploredPromise;

  constructor(loop: EventLoop, wait: Wait, promise: ExploredPromise) {
    super();
    this.#loop = loop;
    this.#wait = wait;
    this.#promise = promise;
  }
  get known(): readonly unknown[] {
    return ["left", this.#promise];
  }
  end(reason: unknown): void {
    this.#loop.remove((wait) => wait === this.#wait);
    ExploredPromise.reject(this.#promise, reason);
  }
}

function settle(promise: ExploredPromise, answer: WaitFor["answer"], result: number): void {
  let value: unknown;
  try {
    value = answer(result);
  } catch (error) {
    ExploredPromise.reject(promise, error);
    return;
  }
  ExploredPromise.fulfill(promise, value);
}

/** What most of them become: whether it came in time. */
export const inTime = (result: number): boolean => result === 1;

/** The same without waiting: -1 where it is not possible. */
export function tried({ isReady, isSleep: _never, ...rule }: Rule): Rule {
  return { ...rule, apply: (state, me) => (isReady?.(state, me) === false ? -1 : rule.apply(state, me)) };
}

/** How long is waited, and what ends it before. */
export function asyncWait(options: unknown): { readonly timeoutMs: number; readonly signal: SignalState | null } {
  const { timeoutMs, signal } = Object(options ?? {});
  return { timeoutMs: checkedTimeout(timeoutMs), signal: signalOf(signal ?? undefined) };
}

/** A promise that is rejected already. */
export function rejected(world: World, reason: unknown): ExploredPromise {
  const promise = world.rt.newPromise();
  ExploredPromise.reject(promise, reason);
  return promise;
}

/** A promise that something is waited for by; nothing is tried before. */
export function promised(world: World, what: WaitFor): ExploredPromise {
  const { signal } = what;
  if (signal?.isAborted) return rejected(world, signal.reason);
  const promise = world.rt.newPromise();
  const { loop } = world.context;
  const wait = new Promised(world.rt.up, promise, what);
  loop.add(wait);
  if (signal) signal.add((wait.left = new Left(loop, wait, promise)));
  return promise;
}

/** Asks once, at once, and waits where that was in vain. */
export function* promisedRule(
  world: World,
  object: Guarded,
  rule: Rule,
  { answer, timeoutMs, signal = null, known }: Omit<WaitFor, "asked">,
): Running {
  const { up } = world.rt;
  if (signal?.isAborted) return rejected(world, signal.reason);
  const first = yield world.told(object.do(tried(rule)), up, FIRST, known);
  world.rt.up = up;
  if (first === -1 && timeoutMs > 0)
    return promised(world, { asked: () => object.do(rule), answer, timeoutMs, signal, known: [object.id, ...known] });
  const promise = world.rt.newPromise();
  settle(promise, answer, first);
  return promise;
}

const [FIRST, ACQUIRES, BODY, INSIDE, AFTER] = [-3030, -3031, -3032, -3033, -3034];

/** Holds something as long as an asynchronous body takes. */
export function withHeldAsync(world: World, acquireAsync: Steps, release: Steps): Steps {
  const { rt } = world;
  function* held(self: unknown, body: unknown, options: unknown): AsyncRunning {
    const base = rt.up;
    const at = (place: number, ...values: readonly unknown[]) => new LocalFrame(base, place, [self, ...values]);
    const acquired: unknown = yield new Await(
      yield* Reflect.apply(acquireAsync, self, [options]),
      at(ACQUIRES, body, options),
    );
    if (acquired !== true) return { acquired: false };
    try {
      const value: unknown = yield new Await(yield* rt.run(body, undefined, [], at(BODY)), at(INSIDE));
      rt.up = at(AFTER, value);
      return { acquired: true, value };
    } catch (error) {
      rt.up = at(AFTER, error);
      throw error;
    } finally {
      yield* Reflect.apply(release, self, []);
    }
  }
  return function* (this: unknown, body: unknown, options: unknown): Running {
    return yield* new Coroutine(rt).start(() => held(this, body, options));
  };
}
