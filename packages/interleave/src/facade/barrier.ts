import { BadCountError, BrokenBarrierError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import { type AsyncRunning, Await, Coroutine } from "../async/coroutine.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { asyncWait, promised } from "./async-forms.ts";
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
// What waiting comes to; a time-out is -1, as everywhere.
const PASSED = 1;
const WAITS_FOR_THE_ACTION = 0;
const BROKE_IT = -1;
const REFUSED = -2;

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
/** Who has come before the last one came waits for its action, whatever happens to the barrier meanwhile. */
const isRefused = (value: number, round: number) => isBroken(value) && !(isActing(value) && roundOf(value) === round);
const waitFor = (round: number): Rule => ({
  step: "wait",
  edge: "follow",
  isSleep: true,
  isReady: ({ value }) => roundOf(value) > round || isRefused(value, round),
  apply: ({ value }) => (roundOf(value) > round ? PASSED : REFUSED),
});
/** By who doesn't wait any longer: breaks it, unless it was told something meanwhile, or all have come. */
const leaveEarly = (round: number): Rule => ({
  step: "wake",
  edge: "both",
  apply: (state) => {
    if (roundOf(state.value) > round) return PASSED;
    if (isRefused(state.value, round)) return REFUSED;
    if (isActing(state.value) && roundOf(state.value) === round) return WAITS_FOR_THE_ACTION;
    spoilt(state);
    return BROKE_IT;
  },
});
const pass: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    state.value += ROUND - ACTING;
    return 1;
  },
};
/** After an error of the action: those who wait for it leave with an error, too. */
const refuse: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    state.value = roundOf(state.value) * ROUND + BROKEN;
    return 1;
  },
};
const abort: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    spoilt(state);
    return 1;
  },
};
function spoilt(state: { value: number }): void {
  state.value += (isBroken(state.value) ? 0 : BROKEN) - came(state.value);
}

/** @throws {BrokenBarrierError} where `arrival` has answered that it is broken. */
function placeAndRound(told: unknown): readonly [place: number, round: number] {
  if (told === -1) throw new BrokenBarrierError("it was broken before this thread came");
  return [Number(told) % ROUND, roundOf(Number(told))];
}

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
  const arrive = (barrier: Guarded, parties: number, up: LocalFrame | ThreadRoot | null, known: readonly unknown[]) =>
    world.told(barrier.do(arrival(parties)), up, arrives, known);

  /** By the last one: the action, then the others go. */
  function* passAll(self: Barrier, place: number, up: LocalFrame | ThreadRoot | null): Running {
    const barrier = guardedOf(self);
    const { action } = Barrier.partsOf(self);
    try {
      if (action !== undefined) yield* world.rt.run(action, undefined, [], new LocalFrame(up, acts, [self, place]));
    } catch (error) {
      if (error === world.rt.refusal) throw error;
      yield world.told(barrier.do(refuse), up, acts, ["refuse", error]);
      throw error;
    }
    yield world.told(barrier.do(pass), up, acts, [place]);
    return place;
  }

  const wait: Steps = function* (this: Barrier, timeoutMs?: unknown): Running {
    const { up } = world.rt;
    const { parties, timeoutMs: usual } = Barrier.partsOf(this);
    const barrier = guardedOf(this);
    const time = checkedTimeout(timeoutMs ?? usual);
    const told = yield arrive(barrier, parties, up, [time]);
    const [place, round] = placeAndRound(told);
    if (place + 1 === parties) return yield* passAll(this, place, up);
    let end = yield world.told(barrier.do(waitFor(round), time), up, waits, [place, round, time]);
    if (end === -1) end = yield world.told(barrier.do(leaveEarly(round)), up, waits, ["late", place, round]);
    if (end === WAITS_FOR_THE_ACTION) end = yield world.told(barrier.do(waitFor(round)), up, waits, [place, round]);
    if (end !== PASSED) throw new BrokenBarrierError("a thread gave up, or it was aborted or reset");
    return place;
  };

  /** Joins at once; a signal that aborts breaks the barrier, as a time-out does. */
  function* waitsAsync(self: Barrier, { timeoutMs, signal }: ReturnType<typeof asyncWait>): AsyncRunning {
    const base = world.rt.up;
    if (signal?.isAborted) throw signal.reason;
    const { parties } = Barrier.partsOf(self);
    const barrier = guardedOf(self);
    const [place, round] = placeAndRound(yield arrive(barrier, parties, base, [timeoutMs, signal]));
    if (place + 1 === parties) return yield* passAll(self, place, base);
    const known = [self, place, round, timeoutMs, signal];
    const asked = () => barrier.do(waitFor(round));
    const asleep = (ms: number, until: typeof signal) => {
      const frame = (world.rt.up = new LocalFrame(base, waits, [...known, ms]));
      return new Await(promised(world, { asked, answer: Number, timeoutMs: ms, signal: until, known }), frame);
    };
    let end: unknown;
    try {
      end = yield asleep(timeoutMs, signal);
    } catch (error) {
      if (!signal?.isAborted) throw error;
      end = -1;
    }
    if (end === -1) end = yield world.told(barrier.do(leaveEarly(round)), base, waits, ["late", ...known]);
    if (end === WAITS_FOR_THE_ACTION) end = yield asleep(Infinity, null);
    if (end === BROKE_IT && signal?.isAborted) throw signal.reason;
    if (end !== PASSED) throw new BrokenBarrierError("a thread gave up, or it was aborted or reset");
    return place;
  }

  world.methods(Barrier, {
    wait,
    *waitAsync(this: Barrier, options: unknown): Running {
      const { timeoutMs: usual } = Barrier.partsOf(this);
      const wanted = asyncWait({ timeoutMs: usual, ...Object(options ?? {}) });
      return yield* new Coroutine(world.rt).start(() => waitsAsync(this, wanted));
    },
    *abort(this: Barrier): Running {
      yield* world.ask(guardedOf(this).do(abort));
      return undefined;
    },
    reset: world.refused("reset of a barrier"),
    toString: world.refused("toString of a barrier"),
  });
  return Barrier;
}
