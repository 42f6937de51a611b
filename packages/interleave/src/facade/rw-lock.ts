import { NotHeldError, NotOwnerError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { asyncWait, promisedRule, tried, withHeldAsync } from "./async-forms.ts";
import { heldForms } from "./held.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

// The value: how many read, or minus the number of the writer, from 1.
const enter: Readonly<Record<"read" | "write", Rule>> = {
  read: {
    step: "acquire",
    edge: { kind: "enter", side: "read" },
    isReady: ({ value }) => value >= 0,
    apply: (state) => ++state.value,
  },
  write: {
    step: "acquire",
    edge: { kind: "enter", side: "write" },
    isReady: ({ value }) => value === 0,
    apply: (state, me) => {
      state.value = -1 - me;
      return 1;
    },
  },
};

const leave: Readonly<Record<"read" | "write", Rule>> = {
  read: {
    step: "release",
    edge: { kind: "leave", side: "read" },
    isGift: true,
    apply: (state) => (state.value <= 0 ? -1 : (state.value--, 1)),
  },
  write: {
    step: "release",
    edge: { kind: "leave", side: "write" },
    isGift: true,
    apply: (state, me) => {
      if (state.value >= 0) return -1;
      if (state.value !== -1 - me) return -2;
      state.value = 0;
      return 1;
    },
  },
};

/** A reader is answered how many there are. */
const isIn = (result: number): boolean => result !== -1;

function look(apply: Rule["apply"]): Rule {
  return { step: "read", edge: "follow", isLook: true, apply };
}

/** `RWLock` for an explored program. Who waits is overtaken freely: the bound on it needs more threads than are explored. */
export function rwLockClass(world: World) {
  const sides = (["read", "write"] as const).map((way) => {
    class Side extends Handle<Guarded> {
      constructor(lock: Guarded, identity: string) {
        super(lock, `${identity}.${way}`);
        Object.freeze(this);
      }
    }
    const acquire: Steps = function* (this: unknown): Running {
      yield* world.ask(guardedOf(this).do(enter[way]));
      return undefined;
    };
    const release: Steps = function* (this: unknown): Running {
      const told = yield* world.ask(guardedOf(this).do(leave[way]));
      if (told === -1) throw new NotHeldError(way === "read" ? "The readers' side" : "The writer's side");
      if (told === -2) throw new NotOwnerError("write.release()");
      return undefined;
    };
    const acquireAsync: Steps = function* (this: unknown, options: unknown): Running {
      return yield* promisedRule(world, guardedOf(this), enter[way], {
        answer: isIn,
        ...asyncWait(options),
        known: [way],
      });
    };
    const forms = heldForms(world, acquire, release);
    world.methods(Side, {
      acquire,
      release,
      *tryAcquire(this: unknown) {
        return (yield* world.ask(guardedOf(this).do(tried(enter[way])))) !== -1;
      },
      *tryAcquireFor(this: unknown, timeoutMs: unknown) {
        const time = checkedTimeout(timeoutMs);
        return (
          (yield* world.ask(
            time === 0 ? guardedOf(this).do(tried(enter[way])) : guardedOf(this).do(enter[way], time),
          )) !== -1
        );
      },
      withLock: forms.with,
      hold: forms.hold,
      acquireAsync,
      withLockAsync: withHeldAsync(world, acquireAsync, release),
    });
    return Side;
  });

  class RWLock extends Handle<Guarded> {
    readonly read: unknown;
    readonly write: unknown;
    constructor(options: { readonly name?: unknown } = {}) {
      const name = labelOf(options.name, "RWLock");
      const key = world.nextKey("RWLock", name);
      const lock = world.made(key, Guarded, 0, (memory) => memory.guarded(name));
      lock.names = (value) => value < 0;
      super(lock, key, [
        [
          "readers",
          world.property(
            () => lock.do(look(({ value }) => Math.max(value, 0))),
            (result) => result,
          ),
        ],
        ["writing", world.property(() => lock.do(look(({ value }) => Number(value < 0))), Boolean)],
      ]);
      [this.read, this.write] = sides.map((Side) => new Side(lock, key));
      Object.freeze(this);
    }
  }
  world.methods(RWLock, { markConsistent: world.nothing(), toString: world.refused("toString of an RWLock") });
  return RWLock;
}
