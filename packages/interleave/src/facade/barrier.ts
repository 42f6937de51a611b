import { BadCountError, BrokenBarrierError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

// A barrier's state: how many have come, whether its action runs, whether it is broken, and its round.
const ACTING = 512;
const BROKEN = 1024;
const ROUND = 2048;
const read = (apply: Rule["apply"]): Rule => ({ step: "read", edge: "follow", isLook: true, apply });
const came = (value: number) => value % ACTING;
const isActing = (value: number) => (value & ACTING) !== 0;
const isBroken = (value: number) => (value & BROKEN) !== 0;
const roundOf = (value: number) => Math.floor(value / ROUND);

/** Answers -1 where it is broken; otherwise the place of the thread, and the round it waits for, times `ROUND`. */
const arrival = (parties: number): Rule => ({
  step: "wait",
  edge: "both",
  apply: (state) => {
    if (isBroken(state.value)) return -1;
    const place = came(state.value);
    const round = roundOf(state.value) + (isActing(state.value) ? 1 : 0);
    const isLast = place + 1 === parties;
    state.value = isLast ? state.value - place + ACTING : state.value + 1;
    return round * ROUND + place;
  },
});
const waitFor = (round: number): Rule => ({
  step: "wait",
  edge: "follow",
  isSleep: true,
  isReady: ({ value }) => roundOf(value) > round || isBroken(value),
  apply: ({ value }) => (roundOf(value) > round ? 1 : -2),
});
const pass: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    state.value += ROUND - ACTING;
    return 1;
  },
};
const broken = (isLeft: boolean): Rule => ({
  step: "wake",
  edge: "publish",
  apply: (state) => {
    // Those who wait leave with an error; after a reset the next round begins.
    state.value = (roundOf(state.value) + (isLeft ? 0 : 1)) * ROUND + (isLeft ? BROKEN : 0);
    return 1;
  },
});

/** `Barrier` for an explored program. */
export function barrierClass(world: World) {
  const [arrives, waits, acts] = [world.position(), world.position(), world.position()];
  class Barrier extends Handle<Guarded> {
    readonly #parties: number;
    readonly #action: unknown;
    readonly #timeoutMs: unknown;
    constructor(
      parties: unknown = 1,
      options: { readonly name?: unknown; readonly action?: unknown; readonly timeoutMs?: unknown } = {},
    ) {
      const count = Number(parties);
      if (!(Number.isInteger(count) && count >= 1 && count < ACTING))
        throw new BadCountError("A barrier's number of parties", 1, ACTING - 1, count);
      const name = labelOf(options.name, "Barrier");
      const key = world.nextKey("Barrier", count, name);
      const barrier = world.made(key, Guarded, 0, (memory) => memory.guarded(name));
      super(
        barrier,
        key,
        [
          [
            "waiting",
            world.property(
              () => barrier.do(read(({ value }) => came(value))),
              (result) => result,
            ),
          ],
          ["broken", world.property(() => barrier.do(read(({ value }) => Number(isBroken(value)))), Boolean)],
        ],
        null,
        () => [options.action, options.timeoutMs],
      );
      this.#parties = count;
      this.#action = options.action;
      this.#timeoutMs = options.timeoutMs;
      Object.freeze(this);
    }
    get parties(): number {
      return this.#parties;
    }
    static atomicOf(parties: unknown): unknown {
      return world.partClass(Barrier, (name) => new Barrier(parties, { name }));
    }
    static partsOf(barrier: Barrier): {
      readonly parties: number;
      readonly action: unknown;
      readonly timeoutMs: unknown;
    } {
      return { parties: barrier.#parties, action: barrier.#action, timeoutMs: barrier.#timeoutMs };
    }
  }
  const spoil = (isLeft: boolean): Steps =>
    function* (this: unknown): Running {
      yield* world.ask(guardedOf(this).do(broken(isLeft)));
      return undefined;
    };
  world.methods(Barrier, {
    *wait(this: Barrier, timeoutMs?: unknown) {
      const { up } = world.rt;
      const { parties, action, timeoutMs: usual } = Barrier.partsOf(this);
      const barrier = guardedOf(this);
      const time = checkedTimeout(timeoutMs ?? usual);
      const told = yield world.told(barrier.do(arrival(parties)), up, arrives, [time]);
      if (told === -1) throw new BrokenBarrierError("it was broken before this thread came");
      const [place, round] = [told % ROUND, roundOf(told)];
      if (place + 1 === parties) {
        if (action !== undefined) yield* world.rt.run(action, undefined, [], new LocalFrame(up, acts, [this, place]));
        yield world.told(barrier.do(pass), up, acts, [place]);
        return place;
      }
      const end = yield world.told(barrier.do(waitFor(round), time), up, waits, [place, round, time]);
      if (end === 1) return place;
      if (end === -1) yield world.told(barrier.do(broken(true)), up, waits, ["late"]);
      throw new BrokenBarrierError("a thread gave up, or it was aborted or reset");
    },
    reset: world.refused("reset of a barrier"),
    abort: spoil(true),
    waitAsync: world.refused("waitAsync"),
    toString: world.refused("toString of a barrier"),
  });
  return Barrier;
}
