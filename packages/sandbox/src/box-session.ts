import type { Box } from "./box.ts";
import type { BoxJob, BoxRun } from "./box-run.ts";

/** How one request is to be run. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Tell what each thread of the box has used: `threads` of the run. */
  readonly countThreads?: boolean;
}

/** Takes the requests of one submission, one after another. Not for two at once. */
export interface BoxSession {
  /**
   * Runs one request in a box that has seen nothing but earlier requests of this session. Waits for a free slot and core
   * first, the first time. Never rejects for what happens in the box.
   * @throws the signal's reason when it is aborted; the box is gone by then.
   * @throws {SandboxClosedError} after the sandbox was closed.
   */
  run(request: BoxJob["request"], options?: RequestOptions): Promise<BoxRun>;
  /** Ends the box, if there is one, and gives back slot and core. May be called again. */
  close(): Promise<void>;
}

/** A slot and a core, and boxes for them. */
export interface Place {
  /** A box that was started ahead, or a new one. */
  take(): Promise<Box>;
  /** A new one. */
  start(): Promise<Box>;
  /** Another will be taken soon. */
  ahead(): void;
  release(): void;
}

/** A session whose boxes follow one another: one that can't be trusted to be at rest is ended, and the next one taken. */
export class PlacedSession implements BoxSession {
  readonly #open: (signal: AbortSignal | undefined) => Promise<Place>;
  readonly #keep: boolean;
  readonly #onClose: () => void;
  #place: Place | undefined;
  #box: Box | undefined;

  /** @param keep false: each request gets a box of its own. */
  constructor(
    open: (signal: AbortSignal | undefined) => Promise<Place>,
    { keep, onClose }: { readonly keep: boolean; readonly onClose?: () => void },
  ) {
    this.#open = open;
    this.#keep = keep;
    this.#onClose = onClose ?? (() => undefined);
  }

  /**
   * A box that did not come up held nothing of the student's, and one whose interpreter broke says nothing of the student's
   * code unless it happens again: one more is tried, cold.
   */
  async run(request: BoxJob["request"], options: RequestOptions = {}): Promise<BoxRun> {
    const { signal } = options;
    signal?.throwIfAborted();
    const place = (this.#place ??= await this.#open(signal));
    const rested = this.#box;
    this.#box = undefined;
    const first = await this.#runIn(rested ?? place.take(), request, options);
    if (!first.again) return first.run;
    const second = await this.#runIn(place.start(), request, options);
    return { ...second.run, detail: `${second.run.detail} (first try: ${first.run.detail})` };
  }

  async close(): Promise<void> {
    const box = this.#box;
    this.#box = undefined;
    await box?.close();
    this.#place?.release();
    this.#place = undefined;
    this.#onClose();
  }

  async #runIn(
    starting: Box | Promise<Box>,
    request: BoxJob["request"],
    { signal, countThreads }: RequestOptions,
  ): Promise<{ run: BoxRun; again: boolean }> {
    let box: Box | undefined;
    try {
      box = await starting;
      const run = await box.run(request, { signal, countThreads, keep: this.#keep });
      if (box.resting) this.#box = box;
      else if (this.#keep) this.#place?.ahead(); // boots while the test looks at this answer
      return { run, again: run.status === "sandbox-error" || (run.status === "ended-early" && box.crashed) };
    } catch (cause) {
      signal?.throwIfAborted();
      await box?.close();
      return { run: failed(cause), again: true };
    }
  }
}

function failed(cause: unknown): BoxRun {
  return {
    status: "sandbox-error",
    answer: null,
    output: { stdout: "", stderr: "", truncated: false },
    wallTimeMs: 0,
    cpuTimeMs: null,
    memoryBytesMax: null,
    memoryOf: "sampled",
    detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  };
}
