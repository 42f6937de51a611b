import type { Plain, ProcessCall } from "@lockstep/contracts";
import type { PacedFigures } from "@lockstep/measure/claims";
import { IdealCores, idealCoresDoubles } from "@lockstep/memory/seam";
import type { PacedProcess, ProcessTarget } from "./calls.ts";
import { BadCallError, Meetings, TooMuchHeldError } from "./meetings.ts";

export interface ProcessRoundOptions extends ProcessTarget {
  /** Of the ideal machine; the real one may have fewer. */
  readonly cores: number;
  /** Most processes of the round, those that have ended included. */
  readonly processesMax: number;
  readonly callsMax: number;
  /** Most that is put into queues and not yet taken, in all together. It lies in the conductor, where no process is to blame for it. */
  readonly heldBytesMax: number;
  /** Starts a process that runs the target when it is first let go on. What its interpreter's start costs is not counted. */
  start(target: ProcessTarget): Promise<PacedProcess>;
}

/** How a round of processes came to its end. `stuck`: all that are left wait for one another; `too-many-bytes`: the queues would hold more than they may, which is memory of the student's. */
export type ProcessRoundEnd =
  | { readonly kind: "returned"; readonly result: Plain }
  | { readonly kind: "threw"; readonly error: string }
  | { readonly kind: "stuck" | "too-many-processes" | "too-many-calls" | "too-many-bytes" };

export interface ProcessRound {
  readonly end: ProcessRoundEnd;
  /** `worker` is the number of the process: 0 the first, then in the order of their start. */
  readonly figures: PacedFigures;
  /** Most processes besides the first that had not ended, at once. */
  readonly mostAtOnce: number;
}

interface Member {
  readonly process: PacedProcess;
  /** What it is answered when it goes on. */
  answer: Plain;
  /** Known: its stretch is over and this takes place when ideal cores would have come so far. */
  call: ProcessCall | null;
  state: "runnable" | "waiting" | "ended";
}

/**
 * Plays one round of a program of processes as p ideal cores would: one process works at a time, each stretch between two
 * calls costs what the kernel's account of that process says, and the call takes place when that stretch would have ended.
 * As the gate does with threads, with messages instead of a baton; processes share nothing else.
 * @throws what `start` rejects with: the machine makes no further process, which is not the program's doing.
 */
export async function playProcessRound(options: ProcessRoundOptions): Promise<ProcessRound> {
  return new Round(options).play();
}

class Round {
  readonly #options: ProcessRoundOptions;
  readonly #members: Member[] = [];
  readonly #cores: IdealCores;
  readonly #meetings: Meetings;
  #working: PacedProcess | null = null;
  #end: ProcessRoundEnd | null = null;
  #mostAtOnce = 0;
  #calls = 0;

  constructor(options: ProcessRoundOptions) {
    const { processesMax: threadsMax, cores, heldBytesMax } = options;
    this.#options = options;
    this.#meetings = new Meetings(heldBytesMax, (number, answer) => this.#goOn(number, answer));
    const doubles = new Float64Array(new SharedArrayBuffer(8 * idealCoresDoubles(threadsMax)));
    this.#cores = new IdealCores(doubles, {
      threadsMax,
      cores,
      clock: () => this.#working?.cpuTimeMs() ?? 0,
      round: { runnable: () => this.#runnable(), nextDeadlineMs: () => Infinity },
    });
  }

  async play(): Promise<ProcessRound> {
    await this.#admit(this.#options);
    while (this.#end === null) {
      const runnable = this.#runnable();
      const next = runnable.length === 0 ? undefined : this.#cores.choose(-1, runnable);
      const member = next === undefined ? undefined : this.#members[next];
      if (next === undefined || !member) this.#end = { kind: "stuck" };
      else if (member.call === null) await this.#work(next, member);
      else await this.#takePlace(next, member, member.call);
    }
    return { end: this.#end, figures: this.#figures(), mostAtOnce: this.#mostAtOnce };
  }

  #runnable(): number[] {
    return [...this.#members.keys()].filter((number) => this.#members[number]?.state === "runnable");
  }

  /** Up to its next call. */
  async #work(number: number, member: Member): Promise<void> {
    this.#working = member.process;
    this.#cores.begin();
    member.call = await member.process.next(member.answer);
    this.#cores.stop(number);
  }

  async #takePlace(number: number, member: Member, call: ProcessCall): Promise<void> {
    member.call = null;
    member.answer = null;
    if (++this.#calls > this.#options.callsMax) this.#end = { kind: "too-many-calls" };
    else if (call.kind === "end") this.#finish(number, member, call.result);
    else if (call.kind === "threw") this.#end = { kind: "threw", error: call.error };
    else if (call.kind === "start") member.answer = await this.#admit(call);
    else this.#meet(number, member, call);
  }

  #meet(number: number, member: Member, call: Parameters<Meetings["take"]>[1]): void {
    try {
      const answered = this.#meetings.take(number, call);
      if (answered) member.answer = answered.answer;
      else member.state = "waiting";
    } catch (cause) {
      if (cause instanceof BadCallError) this.#end = { kind: "threw", error: cause.message };
      else if (cause instanceof TooMuchHeldError) this.#end = { kind: "too-many-bytes" };
      else throw cause;
    }
  }

  /** The first one's return is the program's, whoever is left. */
  #finish(number: number, member: Member, result: Plain): void {
    member.state = "ended";
    if (number === 0) this.#end = { kind: "returned", result };
    else this.#meetings.end(number);
  }

  async #admit(target: ProcessTarget): Promise<number> {
    const number = this.#members.length;
    if (number === this.#options.processesMax) {
      this.#end = { kind: "too-many-processes" };
      return number;
    }
    const process = await this.#options.start({ target: target.target, args: target.args });
    this.#members.push({ process, answer: null, call: null, state: "runnable" });
    this.#cores.admit(number);
    const children = this.#members.slice(1).filter(({ state }) => state !== "ended").length;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, children);
    return number;
  }

  #goOn(number: number, answer: Plain): void {
    const member = this.#members[number];
    if (!member) return;
    member.state = "runnable";
    member.answer = answer;
  }

  #figures(): PacedFigures {
    return {
      cores: this.#options.cores,
      timeMs: this.#cores.nowMs,
      threads: [...this.#members.keys()].map((worker) => ({ worker, cpuTimeMs: this.#cores.usedMs(worker) })),
    };
  }
}
