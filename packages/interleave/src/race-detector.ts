import type { Shared } from "./shared.ts";

/** Two accesses to one plain cell that nothing orders. */
export interface Race {
  readonly object: Shared;
  readonly kind: "write-write" | "read-write" | "write-read";
  readonly threads: readonly [earlier: number, later: number];
  /** Where in the program each of them stands; -1 where that isn't known. */
  readonly sites: readonly [earlier: number, later: number];
}

/** Permits beyond these order nothing: less order than there is, so a race too many at worst. */
const PERMITS_SEEN = 256;

/** Of a cell: its last writer from 1, that one's clock and site; then the clock and site of each reader. */
const WRITER = 0;
const WRITE_CLOCK = 1;
const WRITE_SITE = 2;
const READERS = 3;

type Permits = (Int32Array | null)[];

/** All that the detector knows at one moment. */
export interface Clocks {
  readonly data: Int32Array;
  readonly permits: readonly (readonly [object: number, queue: Permits])[];
}

/**
 * Vector clocks over one run. Atomic operations, permits and wake-ups order threads; plain accesses do not.
 * All clocks lie in one array, so that a state can be saved by copying it.
 * **Source**: FastTrack (Flanagan, Freund), with one read clock for each thread.
 */
export class RaceDetector {
  readonly #threadsMax: number;
  #data: Int32Array;
  /** So much of it is used. The clocks of threads come first. */
  #used: number;
  /** Threads that were seen. */
  #count = 0;
  /** Where in the array the clocks of an object lie, by its number. */
  readonly #published: number[] = [];
  readonly #readers: number[] = [];
  readonly #cells: number[] = [];
  readonly #permits: Permits[] = [];
  /** Races of the current step. All of them: with only the first, the search loses outcomes. */
  readonly found: Race[] = [];

  constructor(threadsMax: number) {
    this.#threadsMax = threadsMax;
    this.#used = threadsMax * threadsMax;
    this.#data = new Int32Array(this.#used * 2);
  }

  reset(): void {
    this.#data.fill(0, 0, this.#used);
    for (let thread = 0; thread < this.#threadsMax; thread++) this.#data[thread * this.#threadsMax + thread] = 1;
    this.#permits.length = 0;
    this.found.length = 0;
  }

  save(): Clocks {
    const permits: [number, Permits][] = [];
    this.#permits.forEach((queue, object) => permits.push([object, [...queue]])); // skips those without a queue yet
    return { data: this.#data.slice(0, this.#used), permits };
  }

  restore({ data, permits }: Clocks): void {
    this.#data.set(data);
    this.#data.fill(0, data.length, this.#used);
    this.#permits.length = 0;
    for (const [object, queue] of permits) this.#permits[object] = [...queue];
    this.found.length = 0;
  }

  read(thread: number, object: Shared, site: number): void {
    const clock = this.#clockOf(thread);
    const cell = this.#cellOf(object);
    this.#checkWriter(thread, clock, object, cell, "write-read", site);
    const reader = cell + READERS + 2 * thread;
    this.#data[reader] = this.#data[clock + thread] ?? 0;
    this.#data[reader + 1] = site;
  }

  write(thread: number, object: Shared, site: number): void {
    const clock = this.#clockOf(thread);
    const cell = this.#cellOf(object);
    const data = this.#data;
    this.#checkWriter(thread, clock, object, cell, "write-write", site);
    for (let other = 0; other < this.#count; other++) {
      const reader = cell + READERS + 2 * other;
      if (other === thread || (data[reader] ?? 0) <= (data[clock + other] ?? 0)) continue;
      const sites = [data[reader + 1] ?? -1, site] as const;
      this.found.push({ object, kind: "read-write", threads: [other, thread], sites });
    }
    data[cell + WRITER] = thread + 1;
    data[cell + WRITE_CLOCK] = data[clock + thread] ?? 0;
    data[cell + WRITE_SITE] = site;
  }

  /** What was published at `object` happened before what `thread` does next. */
  follow(thread: number, object: Shared): void {
    const published = this.#published[object.index];
    if (published !== undefined) this.#join(this.#clockOf(thread), published);
  }

  /** What `thread` has done so far happened before whatever follows `object`. */
  publish(thread: number, object: Shared): void {
    const clock = this.#clockOf(thread);
    this.#join((this.#published[object.index] ??= this.#allocate(this.#threadsMax)), clock);
    this.#tick(clock, thread);
  }

  /** Takes the oldest permits of a semaphore that began with `initial`: those that were free from the beginning order nothing. */
  take(thread: number, object: Shared, permits: number, initial: number): void {
    const clock = this.#clockOf(thread);
    for (const given of this.#permitsOf(object, initial).splice(0, permits)) {
      if (!given) continue;
      for (let i = 0; i < given.length; i++)
        this.#data[clock + i] = Math.max(this.#data[clock + i] ?? 0, given[i] ?? 0);
    }
  }

  /** @param at where among the permits they come to lie; absent: behind all. */
  give(thread: number, object: Shared, permits: number, initial: number, at = Infinity): void {
    const queue = this.#permitsOf(object, initial);
    const clock = this.#clockOf(thread);
    for (let i = 0; i < permits && queue.length < PERMITS_SEEN; i++)
      queue.splice(at, 0, this.#data.slice(clock, clock + this.#threadsMax));
    this.#tick(clock, thread);
  }

  #permitsOf(object: Shared, initial: number): Permits {
    return (this.#permits[object.index] ??= Array.from({ length: Math.min(initial, PERMITS_SEEN) }, () => null));
  }

  /** A reader of a lock follows its writers; a writer follows readers, too. */
  enter(thread: number, object: Shared, side: "read" | "write"): void {
    this.follow(thread, object);
    const readers = this.#readers[object.index];
    if (side === "write" && readers !== undefined) this.#join(this.#clockOf(thread), readers);
  }

  leave(thread: number, object: Shared, side: "read" | "write"): void {
    if (side === "write") return this.publish(thread, object);
    const clock = this.#clockOf(thread);
    this.#join((this.#readers[object.index] ??= this.#allocate(this.#threadsMax)), clock);
    this.#tick(clock, thread);
  }

  /** `waker` has woken `sleeper`. */
  wake(waker: number, sleeper: number): void {
    const clock = this.#clockOf(waker);
    this.#join(this.#clockOf(sleeper), clock);
    this.#tick(clock, waker);
  }

  #checkWriter(thread: number, clock: number, object: Shared, cell: number, kind: Race["kind"], site: number): void {
    const writer = (this.#data[cell + WRITER] ?? 0) - 1;
    if (writer < 0 || writer === thread) return;
    if ((this.#data[cell + WRITE_CLOCK] ?? 0) > (this.#data[clock + writer] ?? 0))
      this.found.push({ object, kind, threads: [writer, thread], sites: [this.#data[cell + WRITE_SITE] ?? -1, site] });
  }

  #tick(clock: number, thread: number): void {
    this.#data[clock + thread] = (this.#data[clock + thread] ?? 0) + 1;
  }

  #join(to: number, from: number): void {
    const data = this.#data;
    for (let i = 0; i < this.#count; i++) {
      const value = data[from + i] ?? 0;
      if (value > (data[to + i] ?? 0)) data[to + i] = value;
    }
  }

  #clockOf(thread: number): number {
    if (thread >= this.#count) this.#count = thread + 1;
    return thread * this.#threadsMax;
  }

  #cellOf(object: Shared): number {
    return (this.#cells[object.index] ??= this.#allocate(READERS + 2 * this.#threadsMax));
  }

  #allocate(length: number): number {
    const at = this.#used;
    this.#used += length;
    if (this.#used > this.#data.length) {
      const larger = new Int32Array(this.#used * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    return at;
  }
}
