import { NotHeldError, NotOwnerError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { Guarded, holderOf, THREAD_NUMBERS } from "../shared.ts";
import { asyncWait, inTime, promisedRule, withHeldAsync } from "./async-forms.ts";
import { heldForms } from "./held.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** A lock's value: 0, or the number of its holder from 1, and for an `RLock` how often more it holds it, times `AGAIN`. */
const AGAIN = THREAD_NUMBERS;

const acquireLock: Rule = {
  step: "acquire",
  edge: "follow",
  isReady: ({ value }) => value === 0,
  apply: (state, me) => {
    state.value = me + 1;
    return 1;
  },
};
const tryLock: Rule = {
  step: "acquire",
  edge: "follow",
  apply: (state, me) => {
    if (state.value !== 0) return -1;
    state.value = me + 1;
    return 1;
  },
};
/** Answers -1 where nobody holds it. */
const releaseLock: Rule = {
  step: "release",
  edge: "publish",
  isGift: true,
  apply: (state) => {
    if (state.value === 0) return -1;
    state.value = 0;
    return 1;
  },
};
/** Answers -1 where nobody holds it, -2 where another thread does. */
const releaseOwned: Rule = {
  ...releaseLock,
  apply: (state, me) => {
    if (state.value === 0) return -1;
    if (holderOf(state.value) !== me + 1) return -2;
    state.value = state.value >= AGAIN ? state.value - AGAIN : 0;
    return 1;
  },
};
const acquireAgain: Rule = {
  ...acquireLock,
  isReady: ({ value }, me) => value === 0 || holderOf(value) === me + 1,
  apply: (state, me) => {
    state.value = state.value === 0 ? me + 1 : state.value + AGAIN;
    return 1;
  },
};
const tryAgain: Rule = {
  ...tryLock,
  apply: (state, me) => {
    if (state.value !== 0 && holderOf(state.value) !== me + 1) return -1;
    return acquireAgain.apply(state, me);
  },
};
const isLocked: Rule = { step: "read", edge: "follow", isLook: true, apply: ({ value }) => Number(value !== 0) };
const isOwned: Rule = { ...isLocked, apply: ({ value }, me) => Number(holderOf(value) === me + 1) };

/** `Lock` and `RLock` for an explored program. */
export function lockClasses(world: World) {
  const make = (kind: "Lock" | "RLock") => {
    const isAgain = kind === "RLock";
    const [take, tryTake] = isAgain ? [acquireAgain, tryAgain] : [acquireLock, tryLock];

    class ExploredLock extends Handle<Guarded> {
      readonly #isOwned: boolean;
      constructor(options: { readonly name?: unknown; readonly owner?: unknown } = {}) {
        const name = labelOf(options.name, kind);
        const key = world.nextKey(kind, options.owner === true, name);
        const lock = world.made(key, Guarded, 0, (memory) => memory.guarded(name, 0, true));
        super(lock, key, [
          ["locked", world.property(() => lock.do(isLocked), Boolean)],
          ["isOwned", world.property(() => lock.do(isOwned), Boolean)],
        ]);
        this.#isOwned = isAgain || options.owner === true;
        Object.freeze(this);
      }
      static mustBeHolder(lock: ExploredLock): boolean {
        return lock.#isOwned;
      }
    }
    const acquire: Steps = function* (this: unknown): Running {
      yield* world.ask(guardedOf(this).do(take));
      return undefined;
    };
    const release: Steps = function* (this: ExploredLock): Running {
      const lock = guardedOf(this);
      const isOwner = ExploredLock.mustBeHolder(this);
      const result = yield* world.ask(lock.do(isOwner ? releaseOwned : releaseLock));
      if (result === -1) throw new NotHeldError();
      if (result === -2) throw new NotOwnerError("release()");
      return undefined;
    };
    const acquireAsync: Steps = function* (this: unknown, options: unknown): Running {
      const wait = asyncWait(options);
      return yield* promisedRule(world, guardedOf(this), take, { answer: inTime, ...wait, known: [] });
    };
    const forms = heldForms(world, acquire, release);
    world.methods(
      ExploredLock,
      {
        acquire,
        release,
        *tryAcquire(this: unknown) {
          return (yield* world.ask(guardedOf(this).do(tryTake))) === 1;
        },
        *tryAcquireFor(this: unknown, timeoutMs: unknown) {
          const time = checkedTimeout(timeoutMs);
          const lock = guardedOf(this);
          return (yield* world.ask(time === 0 ? lock.do(tryTake) : lock.do(take, time))) === 1;
        },
        withLock: forms.with,
        hold: forms.hold,
        markConsistent: world.nothing(),
        acquireAsync,
        withLockAsync: withHeldAsync(world, acquireAsync, release),
        toString: world.refused("toString of a lock"),
      },
      kind,
    );
    return ExploredLock;
  };
  return { Lock: make("Lock"), RLock: make("RLock") };
}
