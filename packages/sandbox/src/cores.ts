import { readFileSync } from "node:fs";
import { type Lease, leaseOne } from "./file-lease.ts";

/** A core that no other box of this machine runs on. */
export interface CoreLease {
  readonly core: number;
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
 * Cores for boxes, leased machine-wide by lock files: two runners on one machine never put two boxes on one core.
 * Runners in containers meet only where they share the lock folder; otherwise give each its own `cpuset`.
 */
export class Cores {
  readonly #cores: readonly number[];
  readonly #folder: string | undefined;
  readonly #free: Kept[] = [];

  constructor(cores: readonly number[], folder?: string) {
    this.#cores = cores;
    this.#folder = folder;
  }

  /**
   * Waits for a core.
   * @throws the signal's reason when it is aborted, or an error where leases can't be had at all.
   */
  async acquire(signal?: AbortSignal): Promise<CoreLease> {
    for (;;) {
      signal?.throwIfAborted();
      const kept = this.#free.shift();
      if (kept) {
        clearTimeout(kept.expiry);
        return this.#hand(kept);
      }
      const lease = await leaseOne(this.#cores.map(nameOf), this.#folder);
      if (lease) {
        const fresh = { lease, sinceMs: performance.now() };
        if (!signal?.aborted) return this.#hand(fresh);
        lease.release();
      }
    }
  }

  /** Gives back what is kept for later. */
  close(): void {
    for (const { lease, expiry } of this.#free.splice(0)) {
      clearTimeout(expiry);
      lease.release();
    }
  }

  #hand(kept: Kept): CoreLease {
    let held = true;
    return {
      core: Number(kept.lease.name.slice(PREFIX.length)),
      release: () => {
        if (held) this.#keep(kept);
        held = false;
      },
    };
  }

  #keep(kept: Kept): void {
    if (performance.now() - kept.sinceMs > HOLD_MAX_MS) return kept.lease.release();
    kept.expiry = setTimeout(() => {
      this.#free.splice(this.#free.indexOf(kept), 1);
      kept.lease.release();
    }, KEEP_MS);
    kept.expiry.unref();
    this.#free.push(kept);
  }
}

const PREFIX = "core-";
const nameOf = (core: number) => `${PREFIX}${core}`;
