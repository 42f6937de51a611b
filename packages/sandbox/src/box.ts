import { type BoxAnswer, boxAnswer, type Limits } from "@lockstep/contracts";
import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { BoxJob, BoxRun } from "./box-run.ts";
import { statusOf } from "./box-status.ts";
import type { BoxView } from "./bwrap.ts";
import { type Group, GROUP_PREFIX, type Groups } from "./cgroup-tree.ts";
import type { Received } from "./channel.ts";
import { findTool } from "./host-tools.ts";
import type { Identity } from "./identities.ts";
import { BoxProcess } from "./launch.ts";
import { LimitWatch } from "./limit-watch.ts";
import { groupMeter, type Meter, sampledMeter } from "./meter.ts";
import { childrenOf } from "./process-tree.ts";

/** What a box is made from. */
export interface BoxSettings {
  readonly view: Omit<BoxView, "filterDescriptor" | "statusDescriptor">;
  readonly filter: Buffer | null;
  readonly limits: Limits;
  readonly groups: Groups | null;
  /** Given back when the box has ended. */
  readonly identity: Identity;
  /** Null for a box that is started ahead and pinned when it is used. */
  readonly core: number | null;
}

/** A box that does not come up in this time, on a machine however loaded, is broken. */
const READY_TIMEOUT_MS = 20_000;
const LOG_CHARACTERS_MAX = 500;
/** bubblewrap's two processes and the shell between them stand in the group beside the program. */
const OWN_PROCESSES = 4;
let serial = 0;

/** One box, from its start to its end. It takes one job and is never used again. */
export class Box {
  /** True when its program has said that it is ready for a request. */
  readonly ready: Promise<boolean>;
  readonly #limits: Limits;
  readonly #group: Group | null;
  readonly #meter: Meter;
  readonly #process: BoxProcess;
  readonly #identity: Identity;
  readonly #removed = Promise.withResolvers<boolean>();
  #watch: LimitWatch | undefined;
  #outputExceeded = false;
  #running = false;
  /** Ended by us in the middle of a run: not the student's fault. */
  #interrupted = false;
  #removing = false;

  /** @throws when the group can't be made or the launcher can't be started; nothing is left then. */
  constructor(settings: BoxSettings) {
    const { limits, groups, identity, view, filter, core } = settings;
    this.#limits = limits;
    this.#identity = identity;
    let group: Group | null = null;
    try {
      const processes = limits.processes + OWN_PROCESSES;
      const name = `${GROUP_PREFIX}${process.pid}-${++serial}`;
      group = groups?.make(name, { memoryBytes: limits.memoryBytes, processes }) ?? null;
      const command = { limits, joinFiles: group?.joinFiles ?? [], uid: identity.uid, core };
      this.#process = new BoxProcess({ view, filter, outputBytes: limits.outputBytes, command }, () =>
        this.#onOutputExceeded(),
      );
    } catch (cause) {
      void group?.destroy();
      identity.release();
      throw cause;
    }
    this.#group = group;
    this.#meter = this.#group ? groupMeter(this.#group) : sampledMeter(() => this.#process.initPid, limits.memoryBytes);
    this.ready = this.#awaitReady();
  }

  /** For logs: what bubblewrap and the system said, and the last the box printed as errors. */
  get log(): string {
    return [this.#process.log, this.#process.output.kept.stderr.slice(-LOG_CHARACTERS_MAX)].filter(Boolean).join("; ");
  }

  /** The box's pid 1 as seen from outside; null until it is there. */
  get initPid(): number | null {
    return this.#process.initPid;
  }

  /**
   * Moves the box onto a core. For a box that was started ahead: its program is parked, so no thread is being born.
   * False when that failed.
   */
  async pin(core: number): Promise<boolean> {
    const taskset = findTool("taskset");
    const init = this.#process.initPid;
    if (taskset === null || init === null) return false;
    for (const pid of childrenOf(init)) {
      const child = spawn(taskset, ["-a", "-c", "-p", String(core), String(pid)], { stdio: "ignore" });
      const [code] = await once(child, "exit");
      if (code !== 0) return false;
    }
    return true;
  }

  /** Hands over one request, waits for the answer or the end, and ends the box. */
  async run(request: BoxJob["request"], signal?: AbortSignal): Promise<BoxRun> {
    this.#running = true;
    const abort = () => this.#process.kill();
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const ready = await this.ready;
      const nonce = randomUUID();
      const watch = (this.#watch = new LimitWatch(this.#limits, this.#meter, () => this.#process.kill()));
      if (this.#outputExceeded) watch.pass("output");
      if (ready) this.#process.channel.send({ nonce, ...request });
      const received: Received = ready ? await this.#process.channel.receive() : { kind: "closed" };
      const { answer, violation } = read(received, nonce);
      const wallTimeMs = watch.wallTimeMs;
      // Once more before the answer counts: it may have come between the kernel's kill, or the last drop, and the next look.
      watch.look();
      if (wallTimeMs > this.#limits.wallTimeMs) watch.pass("wall");
      this.#process.kill();
      const ended = await this.#process.ended;
      // And after the end, when every charge is on the account.
      watch.look();
      signal?.throwIfAborted();
      const problem = violation ?? this.#process.channel.violation;
      const { passed, failure } = watch;
      const sound = ready && ended && failure === null && !this.#interrupted;
      const status = statusOf({ sound, passed, violation: problem, answered: answer !== null });
      return {
        status,
        answer: status === "answered" ? answer : null,
        output: this.#process.output.kept,
        wallTimeMs,
        cpuTimeMs: this.#meter.source === "sampled" && watch.cpuTimeMs === 0 ? null : watch.cpuTimeMs,
        memoryBytesMax: watch.memoryBytesMax,
        memoryOf: this.#meter.source,
        detail: [problem, failure, this.log].filter(Boolean).join("; "),
      };
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#watch?.stop();
      this.#running = false;
      await this.close();
    }
  }

  /** Resolves when the box's control group is gone too, which may take longer; false when it can't be removed. */
  get removed(): Promise<boolean> {
    return this.#removed.promise;
  }

  /** Ends the box; resolves when its processes are gone. A run in progress ends first, and reports how. */
  async close(): Promise<void> {
    this.#interrupted ||= this.#running;
    this.#process.kill();
    if (!this.#running) void this.#remove();
    await this.#process.ended;
  }

  /** Not before the run has read its group for the last time. */
  async #remove(): Promise<void> {
    if (this.#removing) return;
    this.#removing = true;
    await this.#process.ended;
    const removed = (await this.#group?.destroy()) ?? true;
    // The user id is free again only when no process of it can be left.
    if (removed) this.#identity.release();
    this.#removed.resolve(removed);
  }

  async #awaitReady(): Promise<boolean> {
    const timer = setTimeout(() => this.#process.kill(), READY_TIMEOUT_MS);
    const first = await this.#process.channel.receive();
    clearTimeout(timer);
    return first.kind === "frame" && JSON.stringify(first.value) === '{"ready":true}';
  }

  #onOutputExceeded(): void {
    this.#outputExceeded = true;
    if (this.#watch) this.#watch.pass("output");
    else this.#process.kill();
  }
}

/** Parses what came; the far end is hostile. */
function read(received: Received, nonce: string): { answer: BoxAnswer | null; violation: string | null } {
  switch (received.kind) {
    case "closed":
      return { answer: null, violation: null };
    case "violation":
      return { answer: null, violation: received.because };
    case "frame": {
      const parsed = boxAnswer.safeParse(received.value);
      if (!parsed.success) return { answer: null, violation: `not an answer: ${parsed.error.message.slice(0, 500)}` };
      if (parsed.data.nonce !== nonce) return { answer: null, violation: "an answer without this run's nonce" };
      return { answer: parsed.data, violation: null };
    }
  }
}
