import { type AsyncRunning, Await, Coroutine } from "../async/coroutine.ts";
import { ExploredPromise } from "../async/promise.ts";
import type { Operation } from "../operation.ts";
import type { Rule } from "../rule.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import type { Guarded } from "../shared.ts";
import { Wait } from "./event-loop.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

interface WaitFor {
  readonly asked: () => Operation;
  /** What the promise becomes; a throw rejects it. */
  readonly answer: (result: number) => unknown;
  readonly timeoutMs: number;
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
  // oxlint-disable-next-line require-yield -- what follows are microtasks
  *came(result: number): Running {
    settle(this.#promise, this.#for.answer, result);
    return undefined;
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

/** `timeoutMs` of options; an `AbortSignal` among them is refused. */
export function asyncTimeout(world: World, options: unknown): number {
  const { timeoutMs, signal } = Object(options ?? {});
  if (signal !== undefined) world.rt.refuse("An AbortSignal can't be explored.");
  return checkedTimeout(timeoutMs);
}

/** A promise that something is waited for by; nothing is tried before. */
export function promised(world: World, what: WaitFor): ExploredPromise {
  const promise = world.rt.newPromise();
  world.context.loop.add(new Promised(world.rt.up, promise, what));
  return promise;
}

/** Asks once, at once, and waits where that was in vain. */
export function* promisedRule(
  world: World,
  object: Guarded,
  rule: Rule,
  { answer, timeoutMs, known }: Omit<WaitFor, "asked">,
): Running {
  const { up } = world.rt;
  const first = yield world.told(object.do(tried(rule)), up, FIRST, known);
  world.rt.up = up;
  if (first === -1 && timeoutMs > 0)
    return promised(world, { asked: () => object.do(rule), answer, timeoutMs, known: [object.id, ...known] });
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
