import { begin, type Choice, choicesOf, costOf, take } from "./choice.ts";
import { type Ending, endingOf, nondeterminism, stepLimit } from "./ending.ts";
import type { Found, Settings } from "./explore.ts";
import { type Model, SPURIOUS } from "./model.ts";
import type { Race } from "./race-detector.ts";
import { replayFrom } from "./replay.ts";
import { randomFrom, sample } from "./sample.ts";
import type { ThreadState } from "./thread-state.ts";

/** `again`: another cell turned out to race, so there are more decision points. `stopped`: a failure was found. */
export type SearchEnd = "complete" | "budget" | "again" | "stopped";

/** A choice that was explored beside this path, and what it touched. `id`: the same for interchangeable threads. */
interface Sleeper {
  readonly id: string;
  readonly thread: ThreadState;
  readonly reads: number;
  readonly writes: number;
}

/** A state on the current path. */
interface Node {
  readonly all: readonly Choice[];
  /** What is still to be tried; the first one is being explored. */
  readonly open: Choice[];
  readonly sleep: readonly Sleeper[];
  readonly done: Sleeper[];
  readonly last: ThreadState | null;
  readonly spuriousLeft: number;
  readonly switchesLeft: number;
  id: string;
  /** What the chosen thread asked for when this choice was first taken: it must ask for the same in each repetition. */
  asked: string;
  reads: number;
  writes: number;
}

/**
 * Depth first over all schedules, without snapshots: each run starts anew and repeats the path.
 *
 * Sleep sets only in the complete pass: under a bound they are unsound (Coons, Musuvathi, McKinley). With a cache, a state
 * that is met again is explored for what every earlier visit had put to sleep (Godefroid).
 */
export class Search {
  readonly #model: Model;
  readonly #settings: Settings;
  readonly #ends = new Map<string, Found>();
  readonly races: Race[] = [];
  failure: Found | null = null;
  runs = 0;
  steps = 0;
  states = 0;

  constructor(model: Model, settings: Settings) {
    this.#model = model;
    this.#settings = settings;
  }

  get ends(): readonly Found[] {
    return [...this.#ends.values()];
  }

  /** Explores all schedules with at most `bound` forced switches; Infinity: all. */
  pass(bound: number): SearchEnd {
    const { runsMax, runsOfBound } = this.#settings;
    const lastRun = Math.min(runsMax, bound === Infinity ? runsMax : this.runs + runsOfBound);
    const path: Node[] = [];
    const seen = new Map<string, readonly string[] | number>();
    do {
      if (this.runs >= lastRun) return "budget";
      this.runs++;
      const end = this.#run(path, seen, bound);
      this.steps += this.#model.steps;
      if (end !== "next") return end;
    } while (backtrack(path));
    return "complete";
  }

  /** Tries `count` random schedules, for what a pass could not finish. */
  sampleRuns(count: number, seed: number): SearchEnd {
    const random = randomFrom(seed);
    const { stepsMax, spuriousMax } = this.#settings;
    const promote = () => {
      const known = this.#model.promoted.size + this.#model.timed.size;
      this.#promote();
      return this.#model.promoted.size + this.#model.timed.size > known;
    };
    let length = 20;
    for (let i = 0; i < count; i++) {
      this.runs++;
      const found = sample(this.#model, random, { drops: i % 4, length, stepsMax, spuriousMax }, promote);
      this.steps += this.#model.steps;
      if (!found) continue;
      length = Math.max(length, found.choices.length);
      if (this.#keep(found.ending, found.choices, found.defaults) === "stopped") return "stopped";
    }
    return "budget";
  }

  #run(path: Node[], seen: Map<string, readonly string[] | number>, bound: number): SearchEnd | "next" {
    const model = this.#model;
    const { stepsMax, spuriousMax } = this.#settings;
    const points = () => model.promoted.size + model.timed.size;
    const known = points();
    begin(model, stepsMax);
    for (let depth = 0; ; depth++) {
      this.#promote();
      if (points() > known) return "again";
      if (model.steps >= stepsMax) return this.#keepPath(stepLimit(), path);
      let node = path[depth];
      if (!node) {
        const up = path[depth - 1];
        const chosen = up?.open[0];
        const last = chosen?.thread ?? null;
        const spuriousLeft = up ? up.spuriousLeft - (chosen?.way === SPURIOUS ? 1 : 0) : spuriousMax;
        const switchesLeft = up && chosen ? up.switchesLeft - costOf(chosen, up.all, up.last) : bound;
        const all = choicesOf(model, last, spuriousLeft);
        if (all.length === 0) return this.#keepPath(endingOf(model), path);
        const made = this.#node({ all, up, last, spuriousLeft, switchesLeft }, seen, bound === Infinity);
        if (!made) return "next";
        path.push((node = made));
      }
      const [choice] = node.open;
      if (!choice) return "next";
      const asked = signatureOf(choice);
      if (node.asked !== "" && node.asked !== asked) return this.#keepPath(nondeterminism(choice.thread.index), path);
      node.asked = asked;
      node.id = this.#idOf(choice);
      take(model, choice, stepsMax);
      node.reads = model.reads;
      node.writes = model.writes;
    }
  }

  /** Null where this state and all that follows is explored elsewhere. */
  #node(
    at: Pick<Node, "all" | "last" | "spuriousLeft" | "switchesLeft"> & { readonly up: Node | undefined },
    seen: Map<string, readonly string[] | number>,
    isComplete: boolean,
  ): Node | null {
    const { all, up, last, spuriousLeft, switchesLeft } = at;
    const { cache, sleepSets, symmetry } = this.#settings;
    const ids = new Map(all.map((choice) => [choice, this.#idOf(choice)]));
    const idOf = (choice: Choice) => ids.get(choice) ?? "";
    let sleep: readonly Sleeper[] = isComplete && sleepSets && up ? asleep(up) : [];
    let open = symmetry && cache ? all.filter((a, i) => all.findIndex((b) => idOf(a) === idOf(b)) === i) : [...all];
    if (!isComplete) open = open.filter((choice) => costOf(choice, all, last) <= switchesLeft);
    const sleeping = sleep.map(({ id }) => id);
    open = open.filter((choice) => !sleeping.includes(idOf(choice)));
    if (cache) {
      const running = isComplete || !last ? "" : this.#model.threadKey(last, symmetry).key();
      const key = `${this.#model.key(symmetry).key()} ${spuriousLeft} ${running}`;
      const before = seen.get(key);
      if (before === undefined) {
        this.states++;
        seen.set(key, isComplete ? sleeping : switchesLeft);
      } else if (typeof before === "number") {
        if (before >= switchesLeft) return null;
        seen.set(key, switchesLeft);
      } else {
        const todo = before.filter((id) => !sleeping.includes(id));
        if (todo.length === 0) return null;
        const both = sleeping.filter((id) => before.includes(id));
        seen.set(key, both);
        sleep = sleep.filter(({ id }) => both.includes(id));
        open = todo.flatMap((id) => all.filter((choice) => idOf(choice) === id).slice(0, 1));
      }
    }
    if (open.length === 0) return null;
    return { all, open, sleep, done: [], last, spuriousLeft, switchesLeft, id: "", asked: "", reads: 0, writes: 0 };
  }

  #idOf({ thread, way }: Choice): string {
    return `${this.#model.threadKey(thread, this.#settings.symmetry && this.#settings.cache).key()} ${way}`;
  }

  #promote(): void {
    const { found } = this.#model.races;
    for (const race of found) {
      if (!this.races.some(({ object }) => object === race.object)) this.races.push(race);
      this.#model.promoted.add(race.object);
    }
    found.length = 0;
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

/** Who needs not go on from the state after `up`: explored beside it, and independent of what was chosen there. */
function asleep(up: Node): readonly Sleeper[] {
  const moved = up.open[0]?.thread;
  return [...up.sleep, ...up.done].filter(
    ({ thread, reads, writes }) =>
      thread !== moved && (writes & (up.reads | up.writes)) === 0 && (reads & up.writes) === 0,
  );
}

function signatureOf({ thread: { status, pending } }: Choice): string {
  return `${status} ${pending?.kind} ${pending?.on.index} ${pending?.value}`;
}

/** Goes to the next alternative; false where there is none. */
function backtrack(path: Node[]): boolean {
  for (let node = path.at(-1); node; node = path.at(-1)) {
    const explored = node.open.shift();
    if (explored) node.done.push({ id: node.id, thread: explored.thread, reads: node.reads, writes: node.writes });
    node.asked = "";
    if (node.open.length > 0) return true;
    path.pop();
  }
  return false;
}
