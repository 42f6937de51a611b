import type { Limits } from "@lockstep/contracts";
import { Box, type BoxSettings } from "./box.ts";
import type { BoxJob, BoxRun } from "./box-run.ts";
import { type BoxSession, type Place, PlacedSession, type RequestOptions } from "./box-session.ts";
import { type BoxParts, buildBoxParts } from "./box-parts.ts";
import type { Groups } from "./cgroup-tree.ts";
import { findGroups } from "./cgroup.ts";
import { allowedCores, type CoreLease, Cores } from "./cores.ts";
import { sweepContent } from "./descriptors.ts";
import { bubblewrap, findTool, isNodeCurrent, NODE_MAJOR } from "./host-tools.ts";
import { Identities } from "./identities.ts";
import { FILE_BYTES_MAX } from "./launch-command.ts";
import { explainFailure, probe } from "./probe.ts";
import { filterNeeds, seccompFilter } from "./seccomp.ts";
import { Slots } from "./slots.ts";
import { SandboxClosedError, SandboxUnavailableError } from "./unavailable.ts";
import { type WarmBox, WarmBoxes } from "./warm-boxes.ts";

/** How a sandbox is to be set up. */
export interface SandboxOptions {
  /** Boxes that run at once; as many as there are cores when absent. More than cores wait for a core. */
  readonly slots?: number;
  /** Which accounting to use; `auto` takes what the machine has. */
  readonly cgroup?: "auto" | "v1" | "v2" | "none";
}

/** Runs untrusted programs in boxes. No box ever meets two submissions. */
export interface Sandbox {
  /** What it is made of on this machine, such as `bubblewrap, cgroup v1`. */
  readonly backend: string;
  /**
   * Runs one job in a box of its own; waits for a free slot and core first. Never rejects for what happens in the box.
   * @throws the signal's reason when it is aborted; the box is gone by then.
   * @throws {SandboxClosedError} after `close`.
   * @throws {TooFewCoresError} where the job wants more cores than there are.
   */
  run(job: BoxJob, options?: RequestOptions): Promise<BoxRun>;
  /** For several requests of one submission, which may share a box. `close` it. */
  session(settings: Omit<BoxJob, "request">): BoxSession;
  /** Starts a box ahead for the next job with these limits and no `needs`. Keeps at most as many as there are slots. */
  warm(limits: Limits): void;
  /**
   * Starts a box to see that one can still be started: a machine may take that away while we run.
   * @throws {SandboxUnavailableError} where it can't
   */
  check(): Promise<void>;
  /** Ends all boxes; resolves when nothing of them is left. */
  close(): Promise<void>;
}

/** Parts of the wall that a test switches off to show that the attack succeeds without them. */
export interface SandboxParts {
  readonly boot: BoxParts["boot"];
  readonly withoutFilter?: boolean;
  readonly withoutOwnNetwork?: boolean;
  readonly leaseFolder?: string;
}

const SHARED_MEMORY_BYTES = 16 * 2 ** 20;

/**
 * Opens the sandbox of this machine, and starts a box to see that one can be started.
 * @throws {SandboxUnavailableError} when no box can be started here.
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return openSandboxOf({ boot: "runtime" }, options);
}

/** As `openSandbox`, with chosen parts. For tests. */
export async function openSandboxOf(parts: SandboxParts, options: SandboxOptions = {}): Promise<BoxSandbox> {
  bubblewrap();
  if (!isNodeCurrent())
    throw new SandboxUnavailableError(
      `boxes run the Node of their runner, and this is Node ${process.versions.node}`,
      `Start it with Node ${NODE_MAJOR}.`,
    );
  sweepContent();
  const { groups } = await findGroups(options.cgroup ?? "auto");
  if (groups === null && options.cgroup !== undefined && options.cgroup !== "auto" && options.cgroup !== "none")
    throw new SandboxUnavailableError(`cgroup ${options.cgroup} can't be used`, "Use cgroup: auto.");
  const sandbox = new BoxSandbox(parts, groups, options.slots ?? allowedCores().length);
  try {
    await sandbox.check();
    return sandbox;
  } catch (cause) {
    await sandbox.close();
    throw cause;
  }
}

const PROBE_LIMITS: Limits = {
  wallTimeMs: 20_000,
  cpuTimeMs: 20_000,
  memoryBytes: 512 * 2 ** 20,
  processes: 64,
  outputBytes: 64 * 2 ** 10,
};

/** What a box of this machine is made from, for looking at one; `close` when it has ended. */
export async function openSettings(): Promise<{ settings: BoxSettings; close(): Promise<void> }> {
  const { groups } = await findGroups("auto");
  const sandbox = new BoxSandbox({ boot: "runtime" }, groups, 1);
  return { settings: await sandbox.settings(PROBE_LIMITS, [], null), close: () => sandbox.close() };
}

/** The sandbox made of bubblewrap boxes. */
export class BoxSandbox implements Sandbox {
  readonly backend: string;
  readonly #parts: SandboxParts;
  readonly #groups: Groups | null;
  readonly #slots: Slots;
  readonly #cores: Cores;
  readonly #identities: Identities;
  readonly #warm: WarmBoxes;
  readonly #boxes = new Set<Box>();
  #boxParts: Promise<BoxParts> | undefined;
  #closed = false;

  constructor(parts: SandboxParts, groups: Groups | null, slots: number) {
    this.#parts = parts;
    this.#groups = groups;
    this.#slots = new Slots(slots);
    this.#warm = new WarmBoxes((limits) => this.#start(limits, [], null), slots);
    this.#cores = new Cores(allowedCores(), parts.leaseFolder);
    this.#identities = new Identities(parts.leaseFolder);
    this.backend = `bubblewrap, ${groups === null ? "no cgroup" : `cgroup ${groups.kind}`}`;
  }

  /** Control groups in use; null without. */
  get groups(): Groups | null {
    return this.#groups;
  }

  async run({ request, ...settings }: BoxJob, options: RequestOptions = {}): Promise<BoxRun> {
    const session = new PlacedSession((waiting) => this.#place(settings, waiting), { keep: false });
    try {
      return await session.run(request, options);
    } finally {
      await session.close();
    }
  }

  session(settings: Omit<BoxJob, "request">): BoxSession {
    const { limits, needs } = settings;
    let own = needs.length > 0 ? undefined : this.#warm.takeOrStart(limits);
    const take = () => {
      const taken = own;
      own = undefined;
      return taken;
    };
    return new PlacedSession((signal) => this.#place(settings, signal, take), {
      keep: true,
      onClose: () => void take()?.box.then((box) => box?.close()),
    });
  }

  warm(limits: Limits): void {
    if (!this.#closed) this.#warm.add(limits);
  }

  async check(): Promise<void> {
    bubblewrap();
    try {
      const failure = await probe(await this.settings(PROBE_LIMITS, [], null));
      if (failure !== null) throw explainFailure(failure);
    } catch (cause) {
      if (cause instanceof SandboxUnavailableError) throw cause;
      throw new SandboxUnavailableError(
        `a box could not be prepared (${cause instanceof Error ? cause.message : String(cause)})`,
        "See what `lockstep doctor` says.",
        { cause },
      );
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#warm.close();
    const boxes = [...this.#boxes];
    await Promise.all(boxes.map((box) => box.close()));
    await this.#slots.idle();
    await Promise.all(boxes.map((box) => box.removed));
    this.#cores.close();
    this.#identities.close();
  }

  /** What a box with these limits is made from. Takes a user id, which the box gives back. */
  async settings(limits: Limits, needs: readonly string[], cores: readonly number[] | null): Promise<BoxSettings> {
    const parts = await this.#partsOnDisk();
    return {
      view: {
        ...parts.view,
        native: needs.length > 0 ? parts.view.native : null,
        homeBytes: FILE_BYTES_MAX,
        sharedMemoryBytes: SHARED_MEMORY_BYTES,
        ownNetwork: this.#parts.withoutOwnNetwork !== true,
      },
      filter: this.#parts.withoutFilter === true ? null : seccompFilter(filterNeeds(needs)),
      limits,
      groups: this.#groups,
      identity: await this.#identities.acquire(),
      cores,
    };
  }

  /** Waits for a slot and for cores. */
  async #place(
    { limits, needs, cores: count = 1 }: Omit<BoxJob, "request">,
    signal: AbortSignal | undefined,
    own: () => WarmBox | undefined = () => undefined,
  ): Promise<Place> {
    const giveBack = await this.#slots.acquire(signal);
    let lease: CoreLease | undefined;
    try {
      if (this.#closed) throw new SandboxClosedError();
      lease = findTool("taskset") === null ? undefined : await this.#cores.acquire(signal, count);
    } catch (cause) {
      giveBack();
      throw cause;
    }
    const cores = lease?.cores ?? null;
    return {
      take: () =>
        this.#take(own() ?? (needs.length > 0 ? undefined : this.#warm.take(limits)), { limits, needs, cores }),
      start: () => this.#start(limits, needs, cores),
      ahead: () => (needs.length === 0 ? this.warm(limits) : undefined),
      release: () => {
        lease?.release();
        giveBack();
      },
    };
  }

  /** A box that was started ahead, moved onto the cores; or a new one. */
  async #take(
    ahead: WarmBox | undefined,
    { limits, needs, cores }: { limits: Limits; needs: readonly string[]; cores: readonly number[] | null },
  ): Promise<Box> {
    const box = (await ahead?.box) ?? null;
    if (box === null) return this.#start(limits, needs, cores);
    if ((await box.ready) && box.alive && (cores === null || (await box.pin(cores)))) return box;
    await box.close();
    return this.#start(limits, needs, cores);
  }

  async #start(limits: Limits, needs: readonly string[], cores: readonly number[] | null): Promise<Box> {
    const settings = await this.settings(limits, needs, cores);
    if (this.#closed) {
      settings.identity.release();
      throw new SandboxClosedError();
    }
    const box = new Box(settings);
    this.#boxes.add(box);
    void this.#forget(box);
    return box;
  }

  async #forget(box: Box): Promise<void> {
    await box.removed;
    this.#boxes.delete(box);
  }

  /** Once per sandbox, and again when a cleaner of temporary folders took them away. */
  async #partsOnDisk(): Promise<BoxParts> {
    const known = await this.#boxParts;
    if (known?.present()) return known;
    return (this.#boxParts = buildBoxParts(this.#parts.boot));
  }
}
