import { THREADS_MAX } from "./program.ts";
import type { Shared } from "./shared.ts";

/** Two accesses to one plain cell that nothing orders. */
export interface Race {
  readonly object: Shared;
  readonly kind: "write-write" | "read-write" | "write-read";
  readonly threads: readonly [earlier: number, later: number];
}

interface Cell {
  writer: number;
  writeClock: number;
  readonly readClocks: Int32Array;
}

/**
 * Vector clocks over one run. Atomic operations, permits and wake-ups order threads; plain accesses do not.
 * **Source**: FastTrack (Flanagan, Freund), with one read clock for each thread.
 */
export class RaceDetector {
  readonly #threads = Array.from({ length: THREADS_MAX }, () => new Int32Array(THREADS_MAX));
  readonly #objects: Int32Array[];
  readonly #cells: Cell[];
  /** Races of the current step. All of them: with only the first, the search loses outcomes. */
  readonly found: Race[] = [];

  constructor(objects: readonly Shared[]) {
    this.#objects = objects.map(() => new Int32Array(THREADS_MAX));
    this.#cells = objects.map(() => ({ writer: -1, writeClock: 0, readClocks: new Int32Array(THREADS_MAX) }));
  }

  reset(): void {
    for (const [i, clock] of this.#threads.entries()) clock.fill(0)[i] = 1;
    for (const clock of this.#objects) clock.fill(0);
    for (const cell of this.#cells) {
      cell.writer = -1;
      cell.readClocks.fill(0);
    }
    this.found.length = 0;
  }

  read(thread: number, object: Shared): void {
    const clock = this.#clockOf(thread);
    const cell = this.#cellOf(object);
    this.#checkWriter(thread, clock, object, cell, "write-read");
    cell.readClocks[thread] = clock[thread] ?? 0;
  }

  write(thread: number, object: Shared): void {
    const clock = this.#clockOf(thread);
    const cell = this.#cellOf(object);
    this.#checkWriter(thread, clock, object, cell, "write-write");
    for (const [other, readClock] of cell.readClocks.entries()) {
      if (other !== thread && readClock > (clock[other] ?? 0))
        this.found.push({ object, kind: "read-write", threads: [other, thread] });
    }
    cell.writer = thread;
    cell.writeClock = clock[thread] ?? 0;
  }

  /** What was published at `object` happened before what `thread` does next. */
  follow(thread: number, object: Shared): void {
    join(this.#clockOf(thread), this.#objects[object.index]);
  }

  /** What `thread` has done so far happened before whatever follows `object`. */
  publish(thread: number, object: Shared): void {
    const clock = this.#clockOf(thread);
    const published = this.#objects[object.index];
    if (published) join(published, clock);
    clock[thread] = (clock[thread] ?? 0) + 1;
  }

  /** `waker` has woken `sleeper`. */
  wake(waker: number, sleeper: number): void {
    const clock = this.#clockOf(waker);
    join(this.#clockOf(sleeper), clock);
    clock[waker] = (clock[waker] ?? 0) + 1;
  }

  #checkWriter(thread: number, clock: Int32Array, object: Shared, cell: Cell, kind: Race["kind"]): void {
    const { writer, writeClock } = cell;
    if (writer >= 0 && writer !== thread && writeClock > (clock[writer] ?? 0))
      this.found.push({ object, kind, threads: [writer, thread] });
  }

  #clockOf(thread: number): Int32Array {
    return this.#threads[thread] ?? new Int32Array(THREADS_MAX);
  }

  #cellOf(object: Shared): Cell {
    const cell = this.#cells[object.index];
    if (!cell) throw new RangeError(`${object.name} belongs to another program`);
    return cell;
  }
}

function join(to: Int32Array, from: Int32Array | undefined): void {
  for (let i = 0; i < to.length; i++) to[i] = Math.max(to[i] ?? 0, from?.[i] ?? 0);
}
