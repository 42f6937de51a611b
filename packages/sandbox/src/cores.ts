import { readFileSync } from "node:fs";
import { type Lease, leaseOne } from "./file-lease.ts";
import { LeaseQueue } from "./lease-queue.ts";
import { TooFewCoresError } from "./unavailable.ts";

/** Cores that no other box of this machine runs on. */
export interface CoreLease {
  readonly cores: readonly number[];
  /** Gives it back; may be called again. */
  release(): void;
}

/** A lease is kept for the next box of this process for so long: taking one costs a few milliseconds. */
const KEEP_MS = 100;
/** Held for so long, it is offered to the machine even when the next box of this process waits already. */
const HOLD_MAX_MS = 2000;

/** Cores this process may run on, from the kernel's own list such as `0-2,5`. */
export function allowedCores(status = readFileSync("/proc/self/status", "utf8")): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? "0";
  return list.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

interface Kept {
  readonly lease: Lease;
  readonly sinceMs: number;
  expiry?: NodeJS.Timeout;
}

/**
 * Cores for boxes, leased machine-wide by lock files: two runners on one machine never put two boxes on one core. Whoever
 * has waited longest, in whatever process, comes first; a core is kept for the next box of the same process only while
 * nobody waits.
 * Runners in containers meet only where they share the lock folder; otherwise give each its own `cpuset`.
 */
export class Cores {
  readonly #cores: readonly number[];
  readonly #folder: string | undefined;
  readonly #queue: LeaseQueue;
  readonly #free: Kept[] = [];

  constructor(cores: readonly number[], folder?: string) {
    this.#cores = cores;
    this.#folder = folder;
    this.#queue = new LeaseQueue(QUEUE, folder);
  }

  /**
   * Waits for so many cores.
   * @throws {TooFewCoresError} where there are never so many, the signal's reason when it is aborted, or an error where
   * leases can't be had at all.
   */
  async acquire(signal?: AbortSignal, count = 1): Promise<CoreLease> {
    if (count > this.#cores.length) throw new TooFewCoresError(count, this.#cores.length);
    signal?.throwIfAborted();
    const atOnce = count === 1 ? await this.#atOnce() : null;
    if (atOnce) return this.#hand([atOnce]);
    const place = await this.#queue.enter();
    try {
      await place.untilFirst(signal);
      return this.#hand(count === 1 ? [await this.#one(signal, [])] : await this.#collect(count, signal));
    } finally {
      place.leave();
    }
  }

  /** Gives back what is kept for later. */
  close(): void {
    for (const { lease, expiry } of this.#free.splice(0)) {
      clearTimeout(expiry);
      lease.release();
    }
  }

  /** A core that is there for whoever comes, where nobody waits for one. */
  async #atOnce(): Promise<Kept | null> {
    const kept = this.#takeKept();
    if (kept || !this.#queue.isEmpty) return kept;
    const lease = await leaseOne(this.#cores.map(nameOf), this.#folder, { isPatient: false });
    return lease && { lease, sinceMs: performance.now() };
  }

  async #collect(count: number, signal: AbortSignal | undefined): Promise<readonly Kept[]> {
    // One collector at a time on the whole machine: two that hold a core each and wait for the other's would wait for ever,
    // and two that ask at the same moment may both be the first.
    const collector = await this.#lease([COLLECTOR], signal);
    const held: Kept[] = [];
    try {
      while (held.length < count) held.push(await this.#one(signal, held));
      return held;
    } catch (cause) {
      for (const one of held) this.#keep(one);
      throw cause;
    } finally {
      collector.release();
    }
  }

  #takeKept(): Kept | null {
    const kept = this.#free.shift() ?? null;
    if (kept) clearTimeout(kept.expiry);
    return kept;
  }

  /** A core that is kept for later, or one that is free on the machine. */
  async #one(signal: AbortSignal | undefined, held: readonly Kept[]): Promise<Kept> {
    signal?.throwIfAborted();
    const kept = this.#takeKept();
    if (kept) return kept;
    const others = this.#cores.map(nameOf).filter((name) => !held.some(({ lease }) => lease.name === name));
    return { lease: await this.#lease(others, signal), sinceMs: performance.now() };
  }

  async #lease(names: readonly string[], signal: AbortSignal | undefined): Promise<Lease> {
    for (;;) {
      signal?.throwIfAborted();
      const lease = await leaseOne(names, this.#folder);
      if (!lease) continue;
      if (!signal?.aborted) return lease;
      lease.release();
    }
  }

  #hand(all: readonly Kept[]): CoreLease {
    let held = true;
    return {
      cores: all.map(({ lease }) => Number(lease.name.slice(PREFIX.length))).toSorted((a, b) => a - b),
      release: () => {
        if (held) for (const kept of all) this.#keep(kept);
        held = false;
      },
    };
  }

  #keep(kept: Kept): void {
    if (!this.#queue.isEmpty || performance.now() - kept.sinceMs > HOLD_MAX_MS) return kept.lease.release();
    kept.expiry = setTimeout(() => {
      this.#free.splice(this.#free.indexOf(kept), 1);
      kept.lease.release();
    }, KEEP_MS);
    kept.expiry.unref();
    this.#free.push(kept);
  }
}

const PREFIX = "core-";
/** Whoever collects several cores holds this meanwhile. */
const COLLECTOR = "core-collector";
const QUEUE = "core";
const nameOf = (core: number) => `${PREFIX}${core}`;
