import type { BoxRequest, DistinctOutcome, Limits } from "@lockstep/contracts";
import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { BoxJob, BoxRun } from "./box-run.ts";
import { statusOf } from "./box-status.ts";
import type { BoxView } from "./bwrap.ts";
import type { Group, Groups } from "./cgroup-tree.ts";
import type { Received } from "./channel.ts";
import { ownedName } from "./owned-name.ts";
import { findTool } from "./host-tools.ts";
import { CPU_SECONDS_SPARE } from "./launch-command.ts";
import type { Identity } from "./identities.ts";
import { BoxProcess } from "./launch.ts";
import { LimitWatch } from "./limit-watch.ts";
import { groupMeter, type Meter, sampledMeter } from "./meter.ts";
import { childrenOf } from "./process-tree.ts";
import { readParkedThreads, type ThreadAccounts } from "./thread-use.ts";
import { type Read, readAnswer, readRest } from "./read-answer.ts";

/** What a box is made from. */
export interface BoxSettings {
  readonly view: Omit<BoxView, "filterDescriptor" | "statusDescriptor">;
  readonly filter: Buffer | null;
  readonly limits: Limits;
  readonly groups: Groups | null;
  /** Given back when the box has ended. */
  readonly identity: Identity;
  /** Null for a box that is started ahead and pinned when it is used. */
  readonly cores: readonly number[] | null;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** More requests of the same submission may follow. */
  readonly keep?: boolean;
  /** Tell what each of its threads has used. */
  readonly countThreads?: boolean | undefined;
}

/** A box that does not come up in this time, on a machine however loaded, is broken. */
const READY_TIMEOUT_MS = 20_000;
const LOG_CHARACTERS_MAX = 500;
/** bubblewrap's two processes and the shell between them stand in the group beside the program. */
const OWN_PROCESSES = 4;
let serial = 0;

/** A program whose channel is closed is about to end: for so long it may say how, before it is ended. */
const LAST_WORDS_MS = 250;
/** A box that has used more than these parts of what it is given takes no other request. */
const CPU_MS_TO_REST = (CPU_SECONDS_SPARE - 2) * 1000;
const MEMORY_SHARE_TO_REST = 0.5;
/** The system's signals for a program that broke: no code of a student's gets there by rights. */
const CRASHES = [4, 7, 11].map((signal) => 128 + signal);

/** One box, from its start to its end. It takes requests of one submission, one after another. */
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
  #resting = false;
  #usedMs = 0;
  /** Ended by us in the middle of a run: not the student's fault. */
  #interrupted = false;
  #removing = false;

  /** @throws when the group can't be made or the launcher can't be started; nothing is left then. */
  constructor(settings: BoxSettings) {
    const { limits, groups, identity, view, filter, cores } = settings;
    this.#limits = limits;
    this.#identity = identity;
    let group: Group | null = null;
    try {
      const processes = limits.processes + OWN_PROCESSES;
      const name = ownedName(String(++serial));
      group = groups?.make(name, { memoryBytes: limits.memoryBytes, processes }) ?? null;
      const command = { limits, joinFiles: group?.joinFiles ?? [], uid: identity.uid, cores };
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
   * Moves the box onto cores. For a box that was started ahead: its program is parked, so no thread is being born.
   * False when that failed.
   */
  async pin(cores: readonly number[]): Promise<boolean> {
    const taskset = findTool("taskset");
    const init = this.#process.initPid;
    if (taskset === null || init === null) return false;
    for (const pid of childrenOf(init)) {
      const child = spawn(taskset, ["-a", "-c", "-p", cores.join(","), String(pid)], { stdio: "ignore" });
      const [code] = await once(child, "exit");
      if (code !== 0) return false;
    }
    return true;
  }

  /** It has not ended yet. */
  get alive(): boolean {
    return this.#process.alive;
  }

  /** It has answered, none of its threads is left, and it may take another request. */
  get resting(): boolean {
    return this.#resting;
  }

  /** Its interpreter broke; asked after the end. */
  get crashed(): boolean {
    return CRASHES.includes(this.#process.exitCode ?? 0);
  }

  /**
   * Hands over one request and waits for the answer or the end. Then the box is ended, unless it may rest: `keep` says that
   * more may come, and every round came to its end.
   */
  async run(
    request: BoxJob["request"],
    { signal, keep = false, countThreads = false }: RunOptions = {},
  ): Promise<BoxRun> {
    this.#running = true;
    this.#resting = false;
    const abort = () => this.#process.kill();
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const ready = await this.ready;
      const nonce = randomUUID();
      const watch = (this.#watch = new LimitWatch(this.#limits, this.#meter, () => this.#process.kill()));
      if (this.#outputExceeded) watch.pass("output");
      const before = countThreads && ready ? await this.#readThreads() : null;
      if (ready) this.#process.channel.send({ nonce, ...request });
      const received: Received = ready ? await this.#process.channel.receive() : { kind: "closed" };
      const { answer, violation } = readAnswer(received, nonce);
      const wallTimeMs = watch.wallTimeMs;
      const threads = before && answer ? (await this.#readThreads())?.since(before) : undefined;
      // Once more before the answer counts: it may have come between the kernel's kill, or the last drop, and the next look.
      watch.look();
      if (wallTimeMs > this.#limits.wallTimeMs) watch.pass("wall");
      const isOver = answer !== null && (isTransformed(request) || answer.outcomes.every(isReturned));
      const rest = keep && isOver && this.#hasRoom(watch) ? await this.#rest() : null;
      const rests = rest?.answer === true;
      if (received.kind === "closed" && watch.passed === null) await this.#process.endedWithin(LAST_WORDS_MS);
      if (!rests) this.#process.kill();
      const ended = rests || (await this.#process.ended);
      // And after the end, when every charge is on the account.
      watch.look();
      signal?.throwIfAborted();
      const problem = violation ?? rest?.violation ?? this.#process.channel.violation;
      const { passed, failure } = watch;
      const sound = ready && ended && failure === null && !this.#interrupted;
      const status = statusOf({ sound, passed, violation: problem, answered: answer !== null });
      this.#resting = rests && status === "answered";
      const output = this.#process.output.kept;
      this.#process.output.clear();
      return {
        status,
        answer: status === "answered" ? answer : null,
        output,
        wallTimeMs,
        cpuTimeMs: this.#meter.source === "sampled" && watch.cpuTimeMs === 0 ? null : watch.cpuTimeMs,
        memoryBytesMax: watch.memoryBytesMax,
        memoryOf: this.#meter.source,
        ...(threads && { threads }),
        detail: [problem, failure, this.#process.log, output.stderr.slice(-LOG_CHARACTERS_MAX)]
          .filter(Boolean)
          .join("; "),
      };
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#watch?.stop();
      this.#watch = undefined;
      this.#running = false;
      if (!this.#resting) await this.close();
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

  /** Whether another request may use what this one has left. */
  #hasRoom({ cpuTimeMs, wallTimeMs, memoryBytesMax }: LimitWatch): boolean {
    // Samples of CPU time are a lower bound; on its one core a box uses no more of it than time passes.
    this.#usedMs += this.#meter.source === "cgroup" ? cpuTimeMs : wallTimeMs;
    return this.#usedMs < CPU_MS_TO_REST && (memoryBytesMax ?? 0) < this.#limits.memoryBytes * MEMORY_SHARE_TO_REST;
  }

  async #readThreads(): Promise<ThreadAccounts | null> {
    const init = this.#process.initPid;
    return init === null ? null : readParkedThreads(init);
  }

  /** Whether the box's program says that it waits for more. */
  async #rest(): Promise<Read<true>> {
    const rest = randomUUID();
    this.#process.channel.send({ rest });
    return readRest(await this.#process.channel.receive(), rest);
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

/** A round that was stuck or threw leaves threads that can't be trusted to be over; one that was explored leaves none. */
function isReturned({ outcome }: DistinctOutcome): boolean {
  return outcome.kind === "returned";
}

/** Their threads are gone with the model that had them, however they ended. */
function isTransformed({ mode }: Pick<BoxRequest, "mode">): boolean {
  return mode === "explored" || mode === "timed";
}
