import { namedError, type SignalState } from "../async/abort.ts";
import { Job } from "../async/agent.ts";
import { ExploredPromise } from "../async/promise.ts";
import type { Operation } from "../operation.ts";
import type { Rule } from "../rule.ts";
import type { LocalFrame, ThreadRoot } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { Clock, operation } from "../shared.ts";
import { promised } from "./async-forms.ts";
import { Wait } from "./event-loop.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** Nobody can shorten it. */
const onlyTime: Rule = { step: "wait", edge: "follow", isSleep: true, isReady: () => false, apply: () => -1 };

interface TimerOptions {
  readonly number: number;
  readonly delayMs: number;
  readonly isRepeated: boolean;
  readonly f: unknown;
  readonly args: readonly unknown[];
}

class Timer extends Wait {
  readonly number: number;
  override readonly orderMs: number;
  readonly #world: World;
  readonly #options: TimerOptions;
  #leftMs: number;

  constructor(world: World, up: LocalFrame | ThreadRoot | null, options: TimerOptions) {
    super(up);
    this.#world = world;
    this.#options = options;
    this.number = options.number;
    this.orderMs = this.#leftMs = options.delayMs;
  }
  get known(): readonly unknown[] {
    const { number, f, args, delayMs, isRepeated } = this.#options;
    return ["timer", number, f, args, delayMs, isRepeated, this.#leftMs];
  }
  get operation(): Operation {
    return passing(this.#world, "a timer", this.#leftMs);
  }
  override elapse(durationMs: number): void {
    this.#leftMs = Math.max(1, this.#leftMs - durationMs);
  }
  *came(): Running {
    const { rt, context } = this.#world;
    const { f, args, isRepeated } = this.#options;
    if (isRepeated) context.loop.add(new Timer(this.#world, null, this.#options));
    return yield* rt.run(f, undefined, args, rt.agent.base);
  }
}

function passing(world: World, what: string, timeoutMs: number): Operation {
  const clock = world.made(`${world.context.key}~${what}`, Clock, 0, (memory) => memory.clock(what));
  return operation(clock, "rule", { rule: onlyTime, timeoutMs });
}

class Microtask extends Job {
  readonly #world: World;
  readonly #f: unknown;

  constructor(world: World, f: unknown) {
    super();
    this.#world = world;
    this.#f = f;
  }
  get known(): readonly unknown[] {
    return ["microtask", this.#f];
  }
  *run(): Running {
    const { rt } = this.#world;
    return yield* rt.run(this.#f, undefined, [], rt.agent.base);
  }
}

/** A promise that is fulfilled once time has passed; two of them have no order, however long they take. */
export function passed(world: World, what: string, durationMs: unknown): object {
  const timeoutMs = checkedTimeout(Number(durationMs));
  if (timeoutMs > 0)
    return promised(world, {
      asked: () => passing(world, what, timeoutMs),
      answer: () => undefined,
      timeoutMs,
      known: [what],
    });
  const promise = world.rt.newPromise();
  ExploredPromise.fulfill(promise, undefined);
  return promise;
}

/** Aborts a signal when its time has passed. */
class Deadline extends Wait {
  readonly #world: World;
  readonly #signal: SignalState;
  #leftMs: number;

  constructor(world: World, signal: SignalState, durationMs: number) {
    super(world.rt.up);
    this.#world = world;
    this.#signal = signal;
    this.#leftMs = durationMs;
  }
  get known(): readonly unknown[] {
    return ["deadline", this.#signal, this.#leftMs];
  }
  get operation(): Operation {
    return passing(this.#world, "the time of a signal", this.#leftMs);
  }
  override elapse(durationMs: number): void {
    this.#leftMs = Math.max(0, this.#leftMs - durationMs);
  }
  came(): Running {
    return this.#signal.abort(namedError("TimeoutError", "The operation was aborted due to timeout"));
  }
}

export function abortAfter(world: World, signal: SignalState, durationMs: unknown): void {
  world.context.loop.add(new Deadline(world, signal, checkedTimeout(Number(durationMs))));
}

/** The language's timers, and `queueMicrotask`. Delays are milliseconds, at least 1. */
export function timers(world: World): Readonly<Record<string, unknown>> {
  const set = (name: string, isRepeated: boolean) =>
    // oxlint-disable-next-line require-yield -- it is called later
    world.function(name, function* (f: unknown, delayMs: unknown = 0, ...args: readonly unknown[]) {
      if (typeof f !== "function") throw new TypeError(`${name} needs a function`);
      const { context, rt } = world;
      const number = ++context.timers;
      const delay = Number(delayMs);
      context.loop.add(
        new Timer(world, rt.up, { number, delayMs: delay >= 1 ? Math.trunc(delay) : 1, isRepeated, f, args }),
      );
      return number;
    });
  const clear = (name: string) =>
    // oxlint-disable-next-line require-yield -- it has no steps
    world.function(name, function* (number: unknown) {
      world.context.loop.remove((wait) => wait instanceof Timer && wait.number === number);
      return undefined;
    });
  return Object.freeze({
    setTimeout: set("setTimeout", false),
    setInterval: set("setInterval", true),
    clearTimeout: clear("clearTimeout"),
    clearInterval: clear("clearInterval"),
    // oxlint-disable-next-line require-yield -- it is called later
    queueMicrotask: world.function("queueMicrotask", function* (f: unknown) {
      if (typeof f !== "function") throw new TypeError("queueMicrotask needs a function");
      world.rt.agent.jobs.push(new Microtask(world, f));
      return undefined;
    }),
  });
}
