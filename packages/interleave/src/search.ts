import { begin, type Choice, choicesOf, costOf, take } from "./choice.ts";
import { drawn, learn } from "./draw.ts";
import { type Ending, endingOf, nondeterminism, roundEnding, cutShort } from "./ending.ts";
import type { Found, Settings } from "./explore.ts";
import { GO, type Model, SPURIOUS } from "./model.ts";
import { ALL } from "./program.ts";
import { asksAlike, asleep, backtrack, choiceKey, type Node, type Sleeper } from "./path.ts";
import type { Race } from "./race-detector.ts";
import { type Replay, replayFrom } from "./replay.ts";
import { THREAD_NUMBERS } from "./shared.ts";
import { StateGraph } from "./state-graph.ts";
import { canChangePlaces, threadKeys } from "./state-key.ts";

/** `again`: another cell turned out to race, so there are more decision points. `stopped`: a failure was found. */
export type SearchEnd = "complete" | "budget" | "again" | "stopped";

/**
 * Depth first over all schedules. Each run goes on from the last state on its path with something left to try; where states
 * can't be kept, it starts anew and repeats the path.
 *
 * Sleep sets only in the complete pass: under a bound they are unsound (Coons, Musuvathi, McKinley). With a cache, a state
 * that is met again is explored for what every earlier visit had put to sleep (Godefroid).
 */
export class Search {
  readonly #model: Model;
  #settings: Settings;
  readonly #ends = new Map<string, Found>();
  readonly races: Race[] = [];
  failure: Found | null = null;
  runs = 0;
  steps = 0;
  states = 0;
  /** Whether a path has come back to a state on it. */
  isCyclic = false;
  /** Whether it is known that every schedule comes to an end. */
  isFinite = false;
  /** Collects the states of the next pass. */
  #graph: StateGraph | null = null;
  /** Stops at this state. */
  #wanted: string | null = null;

  constructor(model: Model, settings: Settings) {
    this.#model = model;
    this.#settings = settings;
  }

  get ends(): readonly Found[] {
    return [...this.#ends.values()];
  }

  /** Explores all schedules with at most `bound` forced switches; Infinity: all. */
  pass(bound: number): SearchEnd {
    const { runsMax, runsOfBound, mayGoOn } = this.#settings;
    const lastRun = Math.min(runsMax, bound === Infinity ? runsMax : this.runs + runsOfBound);
    const path: Node[] = [];
    const seen = new Map<string, readonly number[] | number>();
    do {
      if (this.runs >= lastRun || !mayGoOn()) return "budget";
      this.runs++;
      const { news } = this.#model;
      const end = this.#run(path, seen, bound);
      this.steps += this.#model.steps;
      if (this.#model.news > news) this.#settings.onNews(this.#replayOf(path));
      if (end !== "next") return end;
    } while (backtrack(path));
    return "complete";
  }

  /**
   * Explores all schedules. Where loops turn, it notes at the same time how states follow one another, without sleep sets,
   * which cut ways back.
   */
  completePass(): SearchEnd {
    if (!this.#settings.cache || !this.#model.hasTurned) return this.pass(Infinity);
    const settings = this.#settings;
    this.#settings = { ...settings, sleepSets: false };
    const graph = (this.#graph = new StateGraph());
    const end = this.pass(Infinity);
    this.isFinite = end === "complete" && !graph.hasRounds;
    this.#graph = null;
    this.#settings = settings;
    return end;
  }

  /**
   * Looks for threads that go round for ever: all schedules once more, without the reductions that cut such rounds.
   * Answers false where the budget did not suffice.
   */
  findRounds(): boolean {
    const settings = this.#settings;
    this.#settings = { ...settings, sleepSets: false, symmetry: false, collect: true };
    try {
      this.#graph = new StateGraph();
      const end = this.pass(Infinity);
      const round = end === "complete" ? this.#graph.round() : null;
      this.#graph = null;
      if (!round) return end === "complete";
      this.#wanted = round.key;
      this.pass(Infinity);
      this.#wanted = null;
      const way = this.#found;
      if (!way) return false;
      const replay = replayFrom(this.#model, way.choices, way.defaults, settings.spuriousMax);
      const from = way.choices.length;
      const turn = round.turn.map(({ thread, way: how }, i) => ({ decision: from + i, thread, way: how }));
      const deviations = [...replay.deviations, ...turn];
      const found = {
        ending: roundEnding(round.kind),
        run: this.runs,
        replay: { ...replay, deviations, round: { until: from + turn.length, kind: round.kind } },
      };
      this.#ends.set(round.kind, found);
      this.failure ??= found;
      return true;
    } finally {
      this.#settings = settings;
    }
  }
  #found: { readonly choices: readonly Choice[]; readonly defaults: readonly (Choice | undefined)[] } | null = null;

  /** Tries random schedules, for what a pass could not finish. */
  sampleRuns(): SearchEnd {
    for (const { steps, sample } of drawn(this.#model, this.#settings, this.races)) {
      this.runs++;
      this.steps += steps;
      if (sample && this.#keep(sample.ending, sample.choices, sample.defaults) === "stopped") return "stopped";
    }
    return "budget";
  }

  #run(path: Node[], seen: Map<string, readonly number[] | number>, bound: number): SearchEnd | "next" {
    const model = this.#model;
    const { stepsMax, spuriousMax } = this.#settings;
    const points = () => model.promoted.size + model.timed.size;
    const known = points();
    const saved = path.at(-1)?.saved ?? null;
    if (saved) model.restore(saved);
    else begin(model, stepsMax);
    this.steps -= model.steps;
    for (let depth = saved ? path.length - 1 : 0; ; depth++) {
      this.#promote();
      if (points() > known) return "again";
      if (model.isSpent(stepsMax)) return this.#keepPath(cutShort(model), path);
      let node = path[depth];
      if (!node) {
        const up = path[depth - 1];
        const chosen = up?.open[0];
        const last = chosen?.thread ?? null;
        const spuriousLeft = up ? up.spuriousLeft - (chosen?.way === SPURIOUS ? 1 : 0) : spuriousMax;
        const switchesLeft = up && chosen ? up.switchesLeft - costOf(chosen, up.all, up.last) : bound;
        const found = choicesOf(model, last, spuriousLeft);
        if (found.length === 0) return this.#keepPath(endingOf(model), path);
        const made = this.#node({ all: found, up, last, spuriousLeft, switchesLeft }, seen, bound === Infinity, path);
        if (!made) return this.#found && this.#wanted !== null ? "stopped" : "next";
        path.push((node = made));
      }
      const [choice] = node.open;
      if (!choice) return "next";
      const { pending } = choice.thread;
      const { asked } = node;
      if (pending && asked && !asksAlike(asked, pending))
        return this.#keepPath(nondeterminism(choice.thread.index), path);
      const ahead = () => ({ points: this.#ahead(path, depth), wakes: ALL });
      node.asked = take(model, choice, stepsMax, ahead);
      if (!pending && asked && !asksAlike(asked, node.asked))
        return this.#keepPath(nondeterminism(choice.thread.index), path);
      node.reads = model.reads;
      node.writes = model.writes;
    }
  }

  /**
   * How many decisions after this one let the same thread go on. Where the path is new they all do, as long as it can: it is
   * the first choice of each state, costs no switch, and nothing that it has just done can have put it to sleep.
   */
  #ahead(path: readonly Node[], depth: number): number {
    const mover = path[depth]?.open[0]?.thread;
    for (let i = depth + 1; i < path.length; i++) {
      const next = path[i]?.open[0];
      if (next?.thread !== mover || next?.way !== GO) return i - depth - 1;
    }
    return this.#settings.cache ? path.length - depth - 1 : Infinity;
  }

  /** Null where this state and all that follows is explored elsewhere. */
  #node(
    at: Pick<Node, "last" | "spuriousLeft" | "switchesLeft"> & {
      readonly all: readonly Choice[];
      readonly up: Node | undefined;
    },
    seen: Map<string, readonly number[] | number>,
    isComplete: boolean,
    path: readonly Node[],
  ): Node | null {
    const { up, last, spuriousLeft, switchesLeft } = at;
    const { cache, sleepSets } = this.#settings;
    const symmetry = this.#settings.symmetry && cache && canChangePlaces(this.#model);
    const keys = cache ? threadKeys(this.#model, symmetry) : [];
    const idOf = ({ thread, way }: Choice) =>
      symmetry ? choiceKey(keys[thread.index], way) : way * THREAD_NUMBERS + thread.index;
    const all = at.all.map((choice) => ({ ...choice, id: idOf(choice) }));
    let sleep: readonly Sleeper[] = isComplete && sleepSets && up ? asleep(up) : [];
    let open = symmetry ? all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i) : [...all];
    if (!isComplete) open = open.filter((choice) => costOf(choice, all, last) <= switchesLeft);
    const sleeping = sleep.map(idOf);
    open = open.filter(({ id }) => !sleeping.includes(id));
    let key = "";
    if (cache) {
      const running = isComplete || !last ? "" : (keys[last.index]?.key() ?? "");
      key = `${this.#model.key(symmetry, keys).key()} ${spuriousLeft} ${running}`;
      const chosen = up?.open[0];
      this.#graph?.add(key, all);
      if (up && chosen) this.#graph?.connect(up.key, chosen, key);
      if (key === this.#wanted) {
        this.#found = {
          choices: path.flatMap(({ open: [first] }) => first ?? []),
          defaults: path.map(({ all: [usual] }) => usual),
        };
        return null;
      }
      const before = seen.get(key);
      if (before !== undefined) this.isCyclic ||= path.some((node) => node.key === key);
      if (before === undefined) {
        this.states++;
        seen.set(key, isComplete ? sleeping : switchesLeft);
      } else if (typeof before === "number") {
        if (before >= switchesLeft) return null;
        seen.set(key, switchesLeft);
      } else {
        const untried = before.filter((id) => !sleeping.includes(id));
        if (untried.length === 0) return null;
        const both = sleeping.filter((id) => before.includes(id));
        seen.set(key, both);
        sleep = sleep.filter((sleeper) => both.includes(idOf(sleeper)));
        open = untried.flatMap((id) => all.filter((choice) => choice.id === id).slice(0, 1));
      }
    }
    if (open.length === 0) return null;
    return {
      all,
      open,
      sleep,
      done: [],
      last,
      spuriousLeft,
      switchesLeft,
      key,
      saved: open.length > 1 ? this.#model.save() : null,
      asked: null,
      reads: 0,
      writes: 0,
    };
  }

  #promote(): void {
    const { found } = this.#model.races;
    if (found.length === 0) return;
    for (const { object } of found) if (!this.#model.promoted.has(object)) this.#model.learnName(object);
    learn(this.#model, found, this.races);
    found.length = 0;
  }

  #replayOf(path: readonly Node[]): Replay {
    const choices = path.flatMap(({ open }) => open.slice(0, 1));
    const defaults = path.map(({ all }) => all[0]);
    return replayFrom(this.#model, choices, defaults, this.#settings.spuriousMax);
  }

  #keepPath(ending: Ending, path: readonly Node[]): SearchEnd | "next" {
    if (this.#ends.has(ending.key)) return this.#keep(ending, [], []);
    const choices = path.flatMap(({ open }) => open.slice(0, 1));
    const defaults = path.map(({ all }) => all[0]);
    return this.#keep(ending, choices, defaults);
  }

  #keep(ending: Ending, choices: readonly Choice[], defaults: readonly (Choice | undefined)[]): SearchEnd | "next" {
    let found = this.#ends.get(ending.key);
    if (!found) {
      const replay = replayFrom(this.#model, choices, defaults, this.#settings.spuriousMax);
      found = { ending, run: this.runs, replay };
      this.#ends.set(ending.key, found);
    }
    if (ending.kind !== "ok") this.failure ??= found;
    return this.failure && !this.#settings.collect ? "stopped" : "next";
  }
}
