import * as errors from "@lockstep/futures/errors";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { futureClass } from "./future.ts";
import { Handle } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import { poolClass } from "./pool.ts";
import type { World } from "./world.ts";

/** `@lockstep/futures` for an explored program. */
export function futuresPackage(world: World): Readonly<Record<string, unknown>> {
  const futures = futureClass(world);
  const { Future, waitUntil } = futures;
  type Future = InstanceType<typeof Future>;
  const [waits, walks] = [world.position(), world.position()];

  const isDone = (future: Future) => Future.outcomeOf(future) !== null;
  const enough: Readonly<Record<string, (all: readonly Future[]) => boolean>> = {
    "all-completed": () => false,
    "first-completed": (all) => all.some(isDone),
    "first-exception": (all) => all.some((future) => Future.outcomeOf(future)?.kind === "threw"),
  };
  function listed(given: unknown): readonly Future[] {
    const list: Iterable<unknown> = Object(given);
    return [...new Set(list)].map((each) => {
      if (!(each instanceof Future)) throw new TypeError("Only futures can be waited for here.");
      return each;
    });
  }

  /** Futures in the order in which they are done. */
  class Completed extends Handle<Guarded> {
    constructor(all: readonly Future[], timeoutMs: number) {
      const key = world.nextKey("asCompleted");
      super(
        world.made(key, Guarded, 0, (memory) => memory.guarded("futures as completed")),
        key,
        [],
        () => inOrder(all, timeoutMs),
        () => [all, timeoutMs],
      );
      Object.freeze(this);
    }
  }
  function* inOrder(all: readonly Future[], timeoutMs: number): Running {
    const { up } = world.rt;
    const order: Future[] = all.filter(isDone);
    while (order.length < all.length) {
      const frame = new LocalFrame(up, walks, [all, order, timeoutMs]);
      const isMore = () => all.some((future) => isDone(future) && !order.includes(future));
      if (!(yield* waitUntil(isMore, timeoutMs, frame))) throw new errors.FutureTimeoutError(timeoutMs);
      order.push(...all.filter((future) => isDone(future) && !order.includes(future)));
    }
    return order;
  }

  world.methods(Completed, {});
  return {
    ...errors,
    Future,
    ...poolClass(world, futures),
    wait: world.function(
      "wait",
      function* (given: unknown, options: { readonly timeoutMs?: unknown; readonly returnWhen?: string } = {}) {
        const all = listed(given);
        const isEnough = enough[options.returnWhen ?? "all-completed"] ?? (() => false);
        const frame = new LocalFrame(world.rt.up, waits, [all, options]);
        yield* waitUntil(() => all.every(isDone) || isEnough(all), checkedTimeout(options.timeoutMs), frame);
        return { done: new Set(all.filter(isDone)), notDone: new Set(all.filter((future) => !isDone(future))) };
      },
    ),
    waitAsync: world.function("waitAsync", world.refused("waitAsync")),
    asCompleted: world.function(
      "asCompleted",
      // oxlint-disable-next-line require-yield -- waiting begins when it is gone through
      function* (given: unknown, options: { readonly timeoutMs?: unknown } = {}) {
        return new Completed(listed(given), checkedTimeout(options.timeoutMs));
      },
    ),
  };
}
