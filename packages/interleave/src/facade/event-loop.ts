import type { Agent, Suspended } from "../async/agent.ts";
import { ExploredPromise } from "../async/promise.ts";
import type { Operation } from "../operation.ts";
import type { Rule } from "../rule.ts";
import { Known } from "../runtime/known.ts";
import { LocalFrame, type ThreadRoot } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { Guarded, select } from "../shared.ts";
import { ALTERNATIVES_MAX, unpacked } from "../ways.ts";
import type { World } from "./world.ts";

type Frame = LocalFrame | ThreadRoot;

/** Something that comes from outside the thread's own work: its time, or the doing of another thread. */
export abstract class Wait extends Known {
  /** Kept as long as it is waited for. */
  place = -1;
  /** Where in the program it was asked for, the innermost function first. */
  readonly sites: readonly number[];
  /** How long a timer takes that comes in the order that the language's timers have; null: it has no order. */
  readonly orderMs: number | null = null;

  constructor(up: Frame | null) {
    super();
    this.sites = up instanceof LocalFrame ? up.programSites : [];
  }
  /** Asked for again each time the thread comes to rest. */
  abstract get operation(): Operation;
  /** Called after a while of which only time has passed. */
  elapse(_durationMs: number): void {}
  /** It has come: `result` answers the operation, -1 where its time was over. */
  abstract came(result: number): Running;
}

/** A place of the loop, told as that of the program's own functions which wait. */
class AtRest extends LocalFrame {
  readonly #sites: readonly number[];

  constructor(base: Frame, place: number, sites: readonly number[]) {
    super(base, place, sites);
    this.#sites = sites;
  }
  override get programSite(): number {
    return this.#sites[0] ?? -1;
  }
  override get programSites(): readonly number[] {
    return this.#sites;
  }
}

const never: Rule = { step: "wait", edge: "follow", isSleep: true, isReady: () => false, apply: () => -1 };

const [RESTS, TURNS] = [-3020, -3021];

/**
 * What one thread does when none of its functions runs: its microtasks in their order, and then whatever comes first of what
 * it waits for. Which one that is, is a decision; nothing else here is.
 */
export class EventLoop extends Known {
  readonly agent: Agent;
  readonly #world: World;
  readonly #root: ThreadRoot;
  /** In the order in which they were asked for. */
  readonly #waits: Wait[] = [];
  readonly #key: string;

  constructor(world: World, agent: Agent, root: ThreadRoot, key: string) {
    super();
    this.#world = world;
    this.agent = agent;
    this.#root = agent.base = root;
    this.#key = key;
  }

  get known(): readonly unknown[] {
    return ["loop", this.agent, ...this.#waits.flatMap((wait) => [wait.place, wait])];
  }

  has(isWanted: (wait: Wait) => boolean): boolean {
    return this.#waits.some(isWanted);
  }

  add(wait: Wait): void {
    const taken = new Set(this.#waits.map(({ place }) => place));
    wait.place = 0;
    while (taken.has(wait.place)) wait.place++;
    if (wait.place >= ALTERNATIVES_MAX)
      this.#world.rt.refuse(`One thread waits for more than ${ALTERNATIVES_MAX} things at once.`);
    this.#waits.push(wait);
  }

  remove(isUnwanted: (wait: Wait) => boolean): void {
    for (const wait of this.#waits.filter(isUnwanted)) this.#waits.splice(this.#waits.indexOf(wait), 1);
  }

  /** Until the promise is settled; answers its value. Throws what it is rejected with, and what nobody has caught. */
  *until(promise: ExploredPromise, base: Frame = this.#root): Running {
    ExploredPromise.markHandled(promise);
    const before = this.agent.base;
    this.agent.base = base;
    yield* this.runJobs();
    while (ExploredPromise.stateOf(promise) === "pending") yield* this.#rest(base);
    this.agent.base = before;
    const value = ExploredPromise.resultOf(promise);
    if (ExploredPromise.stateOf(promise) === "rejected") throw value;
    return value;
  }

  /** Until there is nothing left that it could wait for. */
  *untilIdle(): Running {
    yield* this.runJobs();
    while (this.#waits.length > 0) yield* this.#rest(this.#root);
    return undefined;
  }

  /** All microtasks, also those that come while they run; then a rejection that nobody has looked at is an uncaught error. */
  *runJobs(): Running {
    const { rt } = this.#world;
    const { jobs, rejected, base } = this.agent;
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      if (rt.turn()) yield rt.tooLong(new LocalFrame(base, TURNS, [job]));
      rt.up = base;
      yield* job.run();
    }
    const [lost] = rejected.splice(0);
    if (lost) throw ExploredPromise.resultOf(lost);
    return undefined;
  }

  /** Waits for one thing, and does what follows. */
  *#rest(base: Frame): Running {
    const able = this.#waits.filter((wait, place) => this.#isNext(wait, place));
    const [first] = able;
    if (!first) return yield* this.#stuck(base);
    let wait = first;
    let result: number;
    if (this.#waits.length === 1 && first.operation.timeoutMs === Infinity) {
      const { operation } = first;
      operation.local = new AtRest(base, RESTS, first.sites);
      result = yield operation;
    } else {
      const alternatives = Array.from({ length: Math.max(...able.map(({ place }) => place)) + 1 }, (_none, place) =>
        alternativeOf(able.find((other) => other.place === place)),
      );
      const asked = select(first.operation.on, alternatives);
      asked.local = new AtRest(base, RESTS, first.sites);
      const came = unpacked(yield asked);
      for (const other of this.#waits) other.elapse(came.elapsedMs);
      wait = able.find(({ place }) => place === came.alternative) ?? first;
      ({ result } = came);
    }
    this.#waits.splice(this.#waits.indexOf(wait), 1);
    this.#world.rt.up = base;
    yield* wait.came(result);
    return yield* this.runJobs();
  }

  /** Timers of the language: one that was set before, and takes no longer, comes before. */
  #isNext({ orderMs }: Wait, place: number): boolean {
    if (orderMs === null) return true;
    return !this.#waits.slice(0, place).some((other) => other.orderMs !== null && other.orderMs <= orderMs);
  }

  /** Nothing can come any more: told where each function waits. */
  *#stuck(base: Frame): Running {
    const all = [...this.agent.suspended];
    const waitsForOther = ({ awaited }: Suspended) => all.some(({ promise }) => promise === awaited);
    const sites = [...all.filter((each) => !waitsForOther(each)), ...all.filter(waitsForOther)].flatMap(({ frame }) =>
      frame ? [frame.programSite] : [],
    );
    const object = this.#world.made(`${this.#key}~promise`, Guarded, 0, (memory) =>
      memory.guarded("a promise that nobody settles"),
    );
    const operation = object.do(never);
    operation.local = new AtRest(base, RESTS, sites);
    yield operation;
    return undefined;
  }
}

function alternativeOf(wait: Wait | undefined): Operation | null {
  if (!wait) return null;
  const { operation, sites } = wait;
  operation.local = { programSite: sites[0] ?? -1, programSites: sites, addTo: () => "unknown" };
  return operation;
}
