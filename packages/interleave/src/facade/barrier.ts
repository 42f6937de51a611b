import { BadCountError, BrokenBarrierError } from "@lockstep/sync/errors";
import type { Rule, RuleState } from "../rule.ts";
import { type AsyncRunning, Await, Coroutine } from "../async/coroutine.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { asyncWait, promised } from "./async-forms.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

// A barrier's value: how many have come, whether it is broken, and the round that they are in. Its contents: the rounds that
// all have come to and whose action runs (several may at once), and those whose action threw.
const BROKEN = 512;
const ROUND = 1024;
// What waiting comes to; a time-out is -1, as everywhere.
const PASSED = 1;
const WAITS_FOR_THE_ACTION = 0;
const BROKE_IT = -1;
const REFUSED = -2;
const WAITS = -3;
const read = (apply: Rule["apply"]): Rule => ({ step: "read", edge: "follow", isLook: true, apply });
const came = (value: number) => value % BROKEN;
const isBroken = (value: number) => (value & BROKEN) !== 0;
const roundOf = (value: number) => Math.floor(value / ROUND);
const acting = (round: number) => `${round} acts`;
const failed = (round: number) => `${round} has failed`;

/** How a round stands for those who have come to it. */
function standOf({ value, content }: Pick<RuleState, "value" | "content">, round: number): number {
  if (content.includes(acting(round))) return WAITS_FOR_THE_ACTION;
  if (content.includes(failed(round))) return REFUSED;
  if (roundOf(value) > round) return PASSED;
  return isBroken(value) ? REFUSED : WAITS;
}
function spoil(state: RuleState): void {
  state.value += (isBroken(state.value) ? 0 : BROKEN) - came(state.value);
}
function setAside(state: RuleState, what: string): void {
  state.content = state.content.filter((each) => each !== what);
}

/** Answers -1 where it is broken; otherwise the place of the thread, and its round, times `ROUND`. */
const arrival = (parties: number, acts: boolean): Rule => ({
  step: "wait",
  edge: "both",
  apply: (state) => {
    if (isBroken(state.value)) return -1;
    const [place, round] = [came(state.value), roundOf(state.value)];
    const isLast = place + 1 === parties;
    state.value = isLast ? (round + 1) * ROUND : state.value + 1;
    if (isLast && acts) state.content.push(acting(round));
    return round * ROUND + place;
  },
});
const waitFor = (round: number): Rule => ({
  step: "wait",
  edge: "follow",
  isSleep: true,
  isReady: (state) => [PASSED, REFUSED].includes(standOf(state, round)),
  apply: (state) => standOf(state, round),
});
/** By who doesn't wait any longer: breaks it, unless it was told something meanwhile, or all have come. */
const leaveEarly = (round: number): Rule => ({
  step: "wake",
  edge: "both",
  apply: (state) => {
    const stand = standOf(state, round);
    if (stand !== WAITS) return stand;
    spoil(state);
    return BROKE_IT;
  },
});
/** The action is over. */
const pass = (round: number): Rule => ({
  step: "wake",
  edge: "publish",
  apply: (state) => {
    setAside(state, acting(round));
    return 1;
  },
});
/** After an error of the action: those who wait for it leave with an error, too, and so does everybody after. */
const refuse = (round: number): Rule => ({
  step: "wake",
  edge: "publish",
  apply: (state) => {
    setAside(state, acting(round));
    state.content.push(failed(round));
    spoil(state);
    return 1;
  },
});
const abort: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    spoil(state);
    return 1;
  },
};

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
      if (!(Number.isInteger(count) && count >= 1 && count < BROKEN))
        throw new BadCountError("A barrier's number of parties", 1, BROKEN - 1, count);
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
  const arrive = (self: Barrier, up: LocalFrame | ThreadRoot | null, known: readonly unknown[]) => {
    const { parties, action } = Barrier.partsOf(self);
    return world.told(guardedOf(self).do(arrival(parties, action !== undefined)), up, arrives, known);
  };

  /** By the last one of a round: the action, then the others go. */
  function* passAll(self: Barrier, place: number, round: number, up: LocalFrame | ThreadRoot | null): Running {
    const barrier = guardedOf(self);
    const { action } = Barrier.partsOf(self);
    if (action === undefined) return place;
    try {
      yield* world.rt.run(action, undefined, [], new LocalFrame(up, acts, [self, place, round]));
    } catch (error) {
      if (error === world.rt.refusal) throw error;
      yield world.told(barrier.do(refuse(round)), up, acts, ["refuse", error]);
      throw error;
    }
    yield world.told(barrier.do(pass(round)), up, acts, [place]);
    return place;
  }

  const wait: Steps = function* (this: Barrier, timeoutMs?: unknown): Running {
    const { up } = world.rt;
    const { parties, timeoutMs: usual } = Barrier.partsOf(this);
    const barrier = guardedOf(this);
    const time = checkedTimeout(timeoutMs ?? usual);
    const [place, round] = placeAndRound(yield arrive(this, up, [time]));
    if (place + 1 === parties) return yield* passAll(this, place, round, up);
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
    const [place, round] = placeAndRound(yield arrive(self, base, [timeoutMs, signal]));
    if (place + 1 === parties) return yield* passAll(self, place, round, base);
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
