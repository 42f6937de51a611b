import { BadCountError, ReleasedTooOftenError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { asyncWait, inTime, promisedRule, withHeldAsync } from "./async-forms.ts";
import { heldForms } from "./held.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

const PERMITS_MAX = 2 ** 28 - 1;

const take = (permits: number): Rule => ({
  step: "acquire",
  edge: { kind: "take", permits },
  isReady: ({ value }) => value >= permits,
  apply: (state) => {
    state.value -= permits;
    return 1;
  },
});
const tryTake = (permits: number): Rule => ({
  step: "acquire",
  edge: { kind: "take", permits },
  apply: (state) => {
    if (state.value < permits) return -1;
    state.value -= permits;
    return 1;
  },
});
const give = (permits: number, limit: number): Rule => ({
  step: "release",
  edge: { kind: "give", permits },
  isGift: limit === PERMITS_MAX, // with a limit it may fail, and whether it does depends on the others
  apply: (state) => {
    if (state.value + permits > limit) return -1;
    state.value += permits;
    return 1;
  },
});
const look: Rule = { step: "read", edge: "follow", isLook: true, apply: ({ value }) => value };

function check(what: string, least: number, most: number, given: unknown): number {
  const count = Number(given);
  if (!(Number.isInteger(count) && count >= least && count <= most)) throw new BadCountError(what, least, most, count);
  return count;
}

/** `Semaphore` and `BoundedSemaphore` for an explored program. */
export function semaphoreClasses(world: World) {
  class Semaphore extends Handle<Guarded> {
    readonly #limit: number;
    constructor(value: unknown = 1, options: { readonly name?: unknown; readonly limit?: unknown } = {}) {
      const most =
        options.limit === undefined ? PERMITS_MAX : check("A semaphore's limit", 0, PERMITS_MAX, options.limit);
      const permits = check("A semaphore's value", 0, most, value);
      const name = labelOf(options.name, "Semaphore");
      const key = world.nextKey("Semaphore", most, name);
      const semaphore = world.made(key, Guarded, permits, (memory) => memory.guarded(name, permits));
      super(semaphore, key, [
        [
          "value",
          world.property(
            () => semaphore.do(look),
            (result) => result,
          ),
        ],
      ]);
      this.#limit = most;
      Object.freeze(this);
    }
    static of(value: unknown): unknown {
      return world.partClass(Semaphore, (name) => new Semaphore(value, { name }));
    }
    static limitOf(semaphore: Semaphore): number {
      return semaphore.#limit;
    }
  }
  class BoundedSemaphore extends Semaphore {
    constructor(value: unknown = 1, options: { readonly name?: unknown } = {}) {
      super(value, { name: options.name ?? "BoundedSemaphore", limit: value });
    }
    static override of(value: unknown): unknown {
      return world.partClass(BoundedSemaphore, (name) => new BoundedSemaphore(value, { name }));
    }
  }
  const permitsOf = (self: Semaphore, permits: unknown) =>
    check("A number of permits", 1, Semaphore.limitOf(self), permits);
  const acquire: Steps = function* (this: Semaphore, permits: unknown = 1): Running {
    const count = permitsOf(this, permits);
    yield* world.ask(guardedOf(this).do(take(count)), count);
    return undefined;
  };
  const release: Steps = function* (this: Semaphore, permits: unknown = 1): Running {
    const limit = Semaphore.limitOf(this);
    const count = check("A number of permits", 1, PERMITS_MAX, permits);
    if ((yield* world.ask(guardedOf(this).do(give(count, limit)), count)) === -1)
      throw new ReleasedTooOftenError(limit);
    return undefined;
  };
  const acquireAsync: Steps = function* (this: Semaphore, options: unknown): Running {
    const wait = asyncWait(options);
    const { permits = 1 }: { readonly permits?: unknown } = Object(options ?? {});
    const count = permitsOf(this, permits);
    return yield* promisedRule(world, guardedOf(this), take(count), { answer: inTime, ...wait, known: [count] });
  };
  const forms = heldForms(world, acquire, release);
  world.methods(Semaphore, {
    acquire,
    release,
    *tryAcquire(this: Semaphore, permits: unknown = 1) {
      const count = permitsOf(this, permits);
      return (yield* world.ask(guardedOf(this).do(tryTake(count)), count)) === 1;
    },
    *tryAcquireFor(this: Semaphore, timeoutMs: unknown, permits: unknown = 1) {
      const [time, count] = [checkedTimeout(timeoutMs), permitsOf(this, permits)];
      return (
        (yield* world.ask(
          time === 0 ? guardedOf(this).do(tryTake(count)) : guardedOf(this).do(take(count), time),
          count,
        )) === 1
      );
    },
    withPermit: forms.with,
    hold: forms.hold,
    acquireAsync,
    withPermitAsync: withHeldAsync(world, acquireAsync, release),
    toString: world.refused("toString of a semaphore"),
  });
  world.methods(BoundedSemaphore, {});
  return { Semaphore, BoundedSemaphore };
}
