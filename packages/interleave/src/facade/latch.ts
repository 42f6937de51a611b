import { BadCountError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import { Guarded } from "../shared.ts";
import { asyncWait, inTime, promisedRule } from "./async-forms.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** `Latch` for an explored program. */
export function latchClass(world: World) {
  const look: Rule = { step: "read", edge: "follow", isLook: true, apply: ({ value }) => value };
  class Latch extends Handle<Guarded> {
    constructor(count: unknown = 1, options: { readonly name?: unknown } = {}) {
      const initial = Number(count);
      if (!(Number.isInteger(initial) && initial >= 0)) throw new BadCountError("A latch's count", 0, 2 ** 30, initial);
      const name = labelOf(options.name, "Latch");
      const key = world.nextKey("Latch", name);
      const latch = world.made(key, Guarded, initial, (memory) => memory.guarded(name, initial));
      super(latch, key, [
        [
          "count",
          world.property(
            () => latch.do(look),
            (result) => result,
          ),
        ],
      ]);
      Object.freeze(this);
    }
    static of(count: unknown): unknown {
      return world.partClass(Latch, (name) => new Latch(count, { name }));
    }
  }
  const opened: Rule = {
    step: "wait",
    edge: "follow",
    isSleep: true,
    isReady: ({ value }) => value === 0,
    apply: () => 1,
  };
  const isOpen: Rule = { step: "read", edge: "follow", isLook: true, apply: ({ value }) => Number(value === 0) };
  world.methods(Latch, {
    *countDown(this: unknown, by: unknown = 1) {
      const count = Number(by);
      const down: Rule = {
        step: "wake",
        edge: "both",
        apply: (state) => {
          if (!(Number.isInteger(count) && count >= 1 && count <= state.value)) return -1;
          state.value -= count;
          return 1;
        },
      };
      if ((yield* world.ask(guardedOf(this).do(down), count)) === -1)
        throw new BadCountError("What a latch counts down", 1, 1, count);
      return undefined;
    },
    *wait(this: unknown, timeoutMs?: unknown) {
      const time = checkedTimeout(timeoutMs);
      return (yield* world.ask(time === 0 ? guardedOf(this).do(isOpen) : guardedOf(this).do(opened, time))) === 1;
    },
    *waitAsync(this: unknown, options: unknown) {
      const wait = asyncWait(options);
      return yield* promisedRule(world, guardedOf(this), opened, { answer: inTime, ...wait, known: [] });
    },
    toString: world.refused("toString of a latch"),
  });
  return Latch;
}
