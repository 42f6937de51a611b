import type { Limits, Manifest } from "@lockstep/contracts";
import {
  type BoxJob,
  type BoxRun,
  type BoxSession,
  type RequestOptions,
  type Sandbox,
  TooFewCoresError,
} from "@lockstep/sandbox";
import { shorterLimits } from "./shorter-limits.ts";

/** The machine has fewer cores than were asked for, or none to give now. */
export class NoCoresError extends Error {
  readonly code = "no-cores";
  constructor(cores: number, cause: unknown) {
    super(`${cores} cores are not to be had here and now`, { cause });
    this.name = "NoCoresError";
  }
}

/** What is only shown holds up nobody: waiting for the cores and running may take no longer together. */
const WIDE_MS_MAX = 3000;

/**
 * The boxes of one grading: on one core, or, for a look at the wall clock, on several that it has to itself. One session
 * at a time: who holds one core and waits for both would wait for himself.
 */
export class Boxes {
  readonly #sandbox: Sandbox;
  readonly #manifest: Pick<Manifest, "limits" | "needs">;
  #limits: Limits;
  #cores: number | null = null;
  #session: BoxSession | undefined;

  constructor(sandbox: Sandbox, manifest: Pick<Manifest, "limits" | "needs">) {
    this.#sandbox = sandbox;
    this.#manifest = manifest;
    this.#limits = manifest.limits;
    this.#session = sandbox.session(this.#settings(null));
  }

  /**
   * Runs a request. @param cores that it is to have to itself; null: one, as all have.
   * @throws {NoCoresError} when so many are not to be had soon.
   */
  async run(request: BoxJob["request"], options: RequestOptions, cores: number | null): Promise<BoxRun> {
    if (cores !== this.#cores) await this.close();
    this.#cores = cores;
    const session = (this.#session ??= this.#sandbox.session(this.#settings(cores)));
    if (cores === null) return session.run(request, options);
    const soon = AbortSignal.timeout(WIDE_MS_MAX);
    try {
      const signal = options.signal ? AbortSignal.any([options.signal, soon]) : soon;
      return await session.run(request, { ...options, signal });
    } catch (cause) {
      options.signal?.throwIfAborted();
      if (soon.aborted || cause instanceof TooFewCoresError) throw new NoCoresError(cores, cause);
      throw cause;
    }
  }

  /** From now on boxes have shorter limits, if they have not. */
  async shortenLimits(): Promise<void> {
    const shorter = shorterLimits(this.#manifest.limits);
    if (this.#limits.wallTimeMs === shorter.wallTimeMs) return;
    this.#limits = shorter;
    await this.close();
    this.#session = this.#sandbox.session(this.#settings(this.#cores)); // boots while the test looks at the answer
  }

  /** Ends the box. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  #settings(cores: number | null): Omit<BoxJob, "request"> {
    return { limits: this.#limits, needs: this.#manifest.needs, ...(cores !== null && { cores }) };
  }
}
