import type { Limits } from "@lockstep/contracts";
import { isDeepStrictEqual } from "node:util";
import { Box, type BoxSettings } from "./box.ts";
import type { BoxJob, BoxRun } from "./box-run.ts";
import { type BoxParts, buildBoxParts } from "./box-parts.ts";
import type { Groups } from "./cgroup-tree.ts";
import { findGroups } from "./cgroup.ts";
import { allowedCores, type CoreLease, Cores } from "./cores.ts";
import { bubblewrap, findTool, isNodeCurrent, NODE_MAJOR } from "./host-tools.ts";
import { Identities } from "./identities.ts";
import { FILE_BYTES_MAX } from "./launch-command.ts";
import { explainFailure, probe } from "./probe.ts";
import { filterNeeds, seccompFilter } from "./seccomp.ts";
import { Slots } from "./slots.ts";
import { SandboxClosedError, SandboxUnavailableError } from "./unavailable.ts";

/** How a sandbox is to be set up. */
export interface SandboxOptions {
  /** Boxes that run at once; as many as there are cores when absent. More than cores wait for a core. */
  readonly slots?: number;
  /** Which accounting to use; `auto` takes what the machine has. */
  readonly cgroup?: "auto" | "v1" | "v2" | "none";
}

/** Runs untrusted programs, each in a box of its own that is used once. */
export interface Sandbox {
  /** What it is made of on this machine, such as `bubblewrap, cgroup v1`. */
  readonly backend: string;
  /**
   * Runs one job; waits for a free slot and core first. Never rejects for what happens in the box.
   * @throws the signal's reason when it is aborted; the box is gone by then.
   * @throws {SandboxClosedError} after `close`.
   */
  run(job: BoxJob, options?: { signal?: AbortSignal }): Promise<BoxRun>;
  /** Starts a box ahead for the next job with these limits and no `needs`. Keeps at most as many as there are slots. */
  warm(limits: Limits): void;
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
  const { groups } = await findGroups(options.cgroup ?? "auto");
  if (groups === null && options.cgroup !== undefined && options.cgroup !== "auto" && options.cgroup !== "none")
    throw new SandboxUnavailableError(`cgroup ${options.cgroup} can't be used`, "Use cgroup: auto.");
  const sandbox = new BoxSandbox(parts, groups, options.slots ?? allowedCores().length);
  try {
    const failure = await probe(await sandbox.settings(PROBE_LIMITS, [], null));
    if (failure !== null) throw explainFailure(failure);
    return sandbox;
  } catch (cause) {
    await sandbox.close();
    if (cause instanceof SandboxUnavailableError) throw cause;
    throw new SandboxUnavailableError(
      `a box could not be prepared (${cause instanceof Error ? cause.message : String(cause)})`,
      "See what `lockstep doctor` says.",
      { cause },
    );
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

interface WarmBox {
  readonly limits: Limits;
  readonly box: Promise<Box | null>;
}

/** The sandbox made of bubblewrap boxes. */
export class BoxSandbox implements Sandbox {
  readonly backend: string;
  readonly #parts: SandboxParts;
  readonly #groups: Groups | null;
  readonly #slots: Slots;
  readonly #slotCount: number;
  readonly #cores: Cores;
  readonly #identities: Identities;
  readonly #warm: WarmBox[] = [];
  readonly #boxes = new Set<Box>();
  #boxParts: Promise<BoxParts> | undefined;
  #closed = false;

  constructor(parts: SandboxParts, groups: Groups | null, slots: number) {
    this.#parts = parts;
    this.#groups = groups;
    this.#slotCount = slots;
    this.#slots = new Slots(slots);
    this.#cores = new Cores(allowedCores(), parts.leaseFolder);
    this.#identities = new Identities(parts.leaseFolder);
    this.backend = `bubblewrap, ${groups === null ? "no cgroup" : `cgroup ${groups.kind}`}`;
  }

  /** Control groups in use; null without. */
  get groups(): Groups | null {
    return this.#groups;
  }

  async run(job: BoxJob, options: { signal?: AbortSignal } = {}): Promise<BoxRun> {
    const { signal } = options;
    const giveBack = await this.#slots.acquire(signal);
    let core: CoreLease | undefined;
    try {
      if (this.#closed) throw new SandboxClosedError();
      core = findTool("taskset") === null ? undefined : await this.#cores.acquire(signal);
      return await this.#runOnCore(job, core?.core ?? null, signal);
    } finally {
      core?.release();
      giveBack();
    }
  }

  warm(limits: Limits): void {
    if (this.#closed || this.#warm.length >= this.#slotCount) return;
    const box = this.#start(limits, [], null).catch(() => null); // the job itself will say why
    this.#warm.push({ limits, box });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#warm.splice(0).map(async ({ box }) => (await box)?.close()));
    const boxes = [...this.#boxes];
    await Promise.all(boxes.map((box) => box.close()));
    await this.#slots.idle();
    await Promise.all(boxes.map((box) => box.removed));
    this.#cores.close();
    this.#identities.close();
  }

  /** What a box with these limits is made from. Takes a user id, which the box gives back. */
  async settings(limits: Limits, needs: readonly string[], core: number | null): Promise<BoxSettings> {
    const parts = await this.#partsOnDisk();
    return {
      view: {
        ...parts.view,
        homeBytes: FILE_BYTES_MAX,
        sharedMemoryBytes: SHARED_MEMORY_BYTES,
        ownNetwork: this.#parts.withoutOwnNetwork !== true,
      },
      filter: this.#parts.withoutFilter === true ? null : seccompFilter(filterNeeds(needs)),
      limits,
      groups: this.#groups,
      identity: await this.#identities.acquire(),
      core,
    };
  }

  /** A box that did not come up held nothing of the student's: one more is tried, cold. */
  async #runOnCore(job: BoxJob, core: number | null, signal?: AbortSignal): Promise<BoxRun> {
    const first = await this.#runOnce(await this.#take(job, core), job, signal);
    if (first.status !== "sandbox-error") return first;
    const second = await this.#runOnce(this.#start(job.limits, job.needs, core), job, signal);
    return { ...second, detail: `${second.detail} (first try: ${first.detail})` };
  }

  async #runOnce(starting: Box | Promise<Box>, job: BoxJob, signal?: AbortSignal): Promise<BoxRun> {
    let box: Box;
    try {
      box = await starting;
    } catch (cause) {
      return failed(cause);
    }
    try {
      return await box.run(job.request, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      return failed(cause);
    }
  }

  /** A box that was started ahead with the same limits, moved onto the core; or a new one. */
  async #take(job: BoxJob, core: number | null): Promise<Box | Promise<Box>> {
    const place = job.needs.length > 0 ? -1 : this.#warm.findIndex((w) => isDeepStrictEqual(w.limits, job.limits));
    const [ahead] = place < 0 ? [] : this.#warm.splice(place, 1);
    const box = (await ahead?.box) ?? null;
    if (box === null) return this.#start(job.limits, job.needs, core);
    if ((await box.ready) && (core === null || (await box.pin(core)))) return box;
    await box.close();
    return this.#start(job.limits, job.needs, core);
  }

  async #start(limits: Limits, needs: readonly string[], core: number | null): Promise<Box> {
    const settings = await this.settings(limits, needs, core);
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
