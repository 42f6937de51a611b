import { type Plain, type ProcessCall, processCall } from "@lockstep/contracts";
import { processCpuTimeMs } from "@lockstep/os";
import type { ModuleText } from "@lockstep/realm";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Duplex } from "node:stream";
import type { PacedProcess, ProcessTarget } from "./calls.ts";
import { TALK } from "./talk.ts";

/** Empty calls before the first one of the student's: they compile what calls are made of, and the cheapest is what one costs: whoever makes many calls gains nothing by them. */
const CALLS_TO_WARM = 65;
/** Characters of one call: more is no call of a program that a round is made for. */
const CALL_CHARACTERS_MAX = 2 ** 20;

/** A process of a paced round: a child of ours that runs the student's module in a realm of its own. */
export class ChildOfRound implements PacedProcess {
  readonly pid: number;
  /** What it had used when it was ready: its interpreter's start, which no stretch counts. */
  readonly startMs: number;
  readonly #child: ChildProcess;
  readonly #talk: Duplex;
  readonly #lines: AsyncIterator<string>;
  readonly #callMs: number;
  #calls = 0;
  #order: Plain;

  private constructor(parts: {
    readonly child: ChildProcess;
    readonly pid: number;
    readonly talk: Duplex;
    readonly lines: AsyncIterator<string>;
    readonly callMs: number;
    readonly order: Plain;
  }) {
    this.#child = parts.child;
    this.pid = parts.pid;
    this.#talk = parts.talk;
    this.#lines = parts.lines;
    this.#callMs = parts.callMs;
    this.#order = parts.order;
    this.startMs = processCpuTimeMs(this.pid);
  }

  /** @param program - path of the bundled `paced-process`. */
  static async start(program: string, student: ModuleText, target: ProcessTarget): Promise<ChildOfRound> {
    const flags = ["--v8-pool-size=1", "--max-semi-space-size=1"];
    const child = spawn(process.execPath, [...flags, program], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
    const talk: unknown = child.stdio[TALK];
    if (!(talk instanceof Duplex)) throw new Error("a process without its descriptor");
    talk.on("error", () => undefined); // it has ended: the next line is missing
    const lines = createInterface({ input: talk })[Symbol.asyncIterator]();
    const ready = async () => {
      const { done, value } = await lines.next();
      if (done || value !== '{"kind":"ready"}') throw new Error("a process that did not come up");
    };
    await ready();
    const pid = child.pid ?? 0;
    const costsMs: number[] = [];
    for (let i = 0; i < CALLS_TO_WARM; i++) {
      const before = processCpuTimeMs(pid);
      talk.write("null\n");
      await ready();
      costsMs.push(processCpuTimeMs(pid) - before);
    }
    return new ChildOfRound({
      child,
      pid,
      talk,
      lines,
      callMs: Math.min(...costsMs),
      order: { student: { ...student }, ...target },
    });
  }

  async next(answer: Plain): Promise<ProcessCall> {
    this.#talk.write(`${JSON.stringify(this.#order ?? answer)}\n`);
    this.#order = null;
    this.#calls++;
    const { done, value } = await this.#lines.next();
    if (done || value.length > CALL_CHARACTERS_MAX) throw new Error(`process ${this.pid} ended or said too much`);
    return processCall.parse(JSON.parse(value));
  }

  /** Without what its calls cost by themselves: they are our messages, and no work of the student's. */
  cpuTimeMs(): number {
    return this.accountMs() - this.#calls * this.#callMs;
  }

  /** All that the kernel has counted. */
  accountMs(): number {
    return processCpuTimeMs(this.pid);
  }

  /** Ends it, and waits for that. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }
}
