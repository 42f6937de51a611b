import { Execution, type Knowledge, type Stop } from "./execution.ts";
import { Hash } from "./hash.ts";
import type { Memory } from "./memory.ts";
import type { ThreadBody } from "./program.ts";
import type { Shared } from "./shared.ts";

/** Where a thread stands. In the same place it goes on alike, whatever happened before. */
export interface Place extends Stop {
  /** All that the thread knows here. */
  readonly knowledge: Knowledge;
  /** The threads it waits for one after another from here, and where that leads; undefined: not looked for yet. */
  joins: Joins | null | undefined;
  readonly ways: Map<number, Way[]>;
  /** Where it came from when it was first here, and by which answer; null: it begins here. */
  readonly from: { readonly place: Place; readonly answer: number; readonly way: Way } | null;
}

/** Threads that one waits for without doing anything in between. */
export interface Joins {
  readonly threads: readonly Shared[];
  readonly until: Place;
}

/** What a thread does between two operations: where that leads, what it looked at beside the answer, and what it made. */
interface Way {
  readonly looks: readonly Look[];
  readonly made: readonly { readonly object: Shared; readonly initial: number }[];
  readonly noted: readonly (readonly unknown[])[];
  to: Place;
}
interface Look {
  readonly object: Shared;
  readonly value: number;
}

/** What `join` answers. */
const JOINED = 1;

/** A thread did something else when it was run again. */
export class NondeterminismError extends Error {
  readonly code = "nondeterminism";
  constructor() {
    super("A thread did something else when the same schedule was repeated.");
    this.name = "NondeterminismError";
  }
}

/**
 * All that a thread can do, as far as it was seen: a thread is deterministic but for the answers it gets. So a schedule is
 * repeated without running the thread; it is run only for an answer that it never got in this place, once.
 *
 * **Invariant**: places with equal knowledge are one place, so a loop that comes back to what it knew is a circle here.
 */
export class Automaton {
  readonly #body: ThreadBody;
  readonly #kind: number;
  readonly #memory: Memory;
  readonly #places = new Map<string, Place>();
  readonly #beginning: Place;
  /** Told when the thread was run for something that it had never done. */
  readonly #onNews: () => void;
  /** The last execution, and where it stands. */
  #live: { readonly execution: Execution; at: Place } | null = null;

  constructor(body: ThreadBody, kind: number, memory: Memory, onNews: () => void) {
    this.#onNews = onNews;
    this.#body = body;
    this.#kind = kind;
    this.#memory = memory;
    const nowhere = { status: "ready", pending: null, result: undefined, error: null, joins: null } as const;
    const knowledge = { hash: new Hash().begin(kind), knowsThreads: true };
    this.#beginning = { ...nowhere, knowledge, ways: new Map(), from: null };
  }

  /** Before the first operation. */
  get beginning(): Place {
    return this.#beginning;
  }

  /** Where the answer leads. @throws {RefusedError} @throws {NondeterminismError} */
  next(place: Place, answer: number): Place {
    const known = place.ways.get(answer);
    if (known) {
      for (const { looks, made, noted, to } of known) {
        if (!looks.every(({ object, value }) => this.#memory.valueOf(object) === value)) continue;
        for (const { object, initial } of made) this.#memory.onMade?.(object, initial);
        for (const values of noted) this.#memory.onNoted?.(values);
        return to;
      }
    }
    return this.#run(place, answer);
  }

  /**
   * Where a thread that waits for the end of another comes next, and next, until it does something else. Null where it does
   * anything in between that others could notice.
   */
  joinsFrom(place: Place): Joins | null {
    if (place.joins !== undefined) return place.joins;
    place.joins = null;
    const threads: Shared[] = [];
    let until = place;
    while (until.pending?.kind === "join" && until.pending.timeoutMs === Infinity) {
      threads.push(until.pending.on);
      if (!until.ways.has(JOINED)) this.#quietly(until);
      const way = until.ways.get(JOINED)?.[0];
      if (!way || way.looks.length + way.made.length + way.noted.length > 0) return null;
      until = way.to;
    }
    return (place.joins = threads.length === 0 ? null : { threads, until });
  }

  /** Goes on for a look at what comes: nothing is made by it. */
  #quietly(place: Place): void {
    const { onMade, onNoted } = this.#memory;
    this.#memory.onMade = this.#memory.onNoted = null;
    try {
      this.#run(place, JOINED);
    } finally {
      Object.assign(this.#memory, { onMade, onNoted });
    }
  }

  #run(place: Place, answer: number): Place {
    const live = this.#live?.at === place ? this.#live : this.#runTo(place);
    const looks: Look[] = [];
    const made: { object: Shared; initial: number }[] = [];
    const noted: (readonly unknown[])[] = [];
    const { valueOf, onMade, onNoted } = this.#memory;
    this.#memory.onNoted = (values) => {
      noted.push(values);
      onNoted?.(values);
    };
    this.#memory.valueOf = (object) => {
      const value = valueOf(object);
      looks.push({ object, value });
      live.execution.saw(value);
      return value;
    };
    this.#memory.onMade = (object, initial) => {
      made.push({ object, initial });
      onMade?.(object, initial);
    };
    this.#live = null; // where it throws, nobody knows where it stands
    let stop: Stop;
    try {
      stop = live.execution.advance(answer);
    } finally {
      Object.assign(this.#memory, { valueOf, onMade, onNoted });
    }
    const { hash, knowsThreads } = live.execution.knowledge;
    const knowledge = { hash: new Hash().copy(hash), knowsThreads };
    if (stop.pending?.local && "addTo" in stop.pending.local) {
      const { programSite, programSites } = stop.pending.local;
      stop.pending.local = { programSite, programSites, addTo: () => "unknown" }; // what it held is said by now
    }
    const key = hash.key();
    const way: Way = { looks, made, noted, to: place };
    const before = stop.status === "ready" ? this.#places.get(key) : undefined;
    way.to = before ?? { ...stop, knowledge, joins: undefined, ways: new Map(), from: { place, answer, way } };
    if (!before && stop.status === "ready") this.#places.set(key, way.to);
    const ways = place.ways.get(answer);
    if (ways) ways.push(way);
    else place.ways.set(answer, [way]);
    this.#live = { execution: live.execution, at: way.to };
    this.#onNews();
    return way.to;
  }

  /** A new execution that stands in this place: what it looks at is what it saw then, and what it makes is there already. */
  #runTo(place: Place): { readonly execution: Execution; at: Place } {
    const way: NonNullable<Place["from"]>[] = [];
    for (let at = place; at.from; at = at.from.place) way.push(at.from);
    const execution = new Execution(this.#body, this.#kind);
    const { valueOf, onMade, onNoted } = this.#memory;
    this.#memory.onMade = this.#memory.onNoted = null;
    try {
      for (let step = way.pop(); step; step = way.pop()) {
        const looks = [...step.way.looks];
        this.#memory.valueOf = () => {
          const look = looks.shift();
          if (!look) throw new NondeterminismError();
          execution.saw(look.value);
          return look.value;
        };
        const stop = execution.advance(step.answer);
        if (!isAlike(stop, step.way.to)) throw new NondeterminismError();
      }
    } finally {
      Object.assign(this.#memory, { valueOf, onMade, onNoted });
    }
    return { execution, at: place };
  }
}

function isAlike({ status, pending }: Stop, place: Stop): boolean {
  return (
    status === place.status &&
    pending?.kind === place.pending?.kind &&
    pending?.on === place.pending?.on &&
    pending?.value === place.pending?.value
  );
}
