import { type Plain, type ProcessCall, processCall } from "@lockstep/contracts";
import { processCpuTimeMs } from "@lockstep/os";
import type { ModuleText } from "@lockstep/realm";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Duplex } from "node:stream";
import type { PacedProcess, ProcessTarget } from "./calls.ts";
import { linesOf, type NoLine } from "./lines.ts";
import { TALK } from "./talk.ts";

/** Empty calls before the first one of the student's: they compile what calls are made of, and the cheapest is what one costs: whoever makes many calls gains nothing by them. */
const CALLS_TO_WARM = 65;
/** Of one call: more is no call of a program that a round is made for. */
const CALL_BYTES_MAX = 2 ** 20;

/**
 * A process of a paced round: a child of ours that runs the student's module in a realm of its own. From its first stretch
 * on, whatever becomes of it is the student's doing: if it ends by itself or says what is no call, it has thrown.
 */
export class ChildOfRound implements PacedProcess {
  readonly pid: number;
  /** What it had used when it was ready: its interpreter's start, which no stretch counts. */
  readonly startMs: number;
  readonly #child: ChildProcess;
  readonly #talk: Duplex;
  readonly #lines: AsyncIterator<string, NoLine>;
  readonly #callMs: number;
  #calls = 0;
  #order: Plain;
  /** As last read while it lived. */
  #accountMs: number;

  private constructor(parts: {
    readonly child: ChildProcess;
    readonly pid: number;
    readonly talk: Duplex;
    readonly lines: AsyncIterator<string, NoLine>;
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
    this.#accountMs = this.startMs;
  }

  /**
   * @param program - path of the bundled `paced-process`.
   * @throws where the system makes no further process, or it doesn't come up: nothing of the student's has run in it yet.
   */
  static async start(program: string, student: ModuleText, target: ProcessTarget): Promise<ChildOfRound> {
    const flags = ["--v8-pool-size=1", "--max-semi-space-size=1"];
    const child = spawn(process.execPath, [...flags, program], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
    child.on("error", () => undefined); // told by the next line; later on by the end of its lines
    await once(child, "spawn");
    try {
      return await ChildOfRound.#warmedUp(child, { student: { ...student }, ...target });
    } catch (cause) {
      child.kill("SIGKILL");
      throw cause;
    }
  }

  static async #warmedUp(child: ChildProcess, order: Plain): Promise<ChildOfRound> {
    const { pid, stdio } = child;
    const talk: unknown = stdio[TALK];
    if (pid === undefined || !(talk instanceof Duplex)) throw new Error("a process without its descriptor");
    talk.on("error", () => undefined); // it has ended: the next line is missing
    const lines = linesOf(talk, CALL_BYTES_MAX);
    const ready = async () => {
      const { done, value } = await lines.next();
      if (done || value !== '{"kind":"ready"}') throw new Error("a process that did not come up");
    };
    await ready();
    const costsMs: number[] = [];
    for (let i = 0; i < CALLS_TO_WARM; i++) {
      const before = processCpuTimeMs(pid);
      talk.write("null\n");
      await ready();
      costsMs.push(processCpuTimeMs(pid) - before);
    }
    return new ChildOfRound({ child, pid, talk, lines, callMs: Math.min(...costsMs), order });
  }

  async next(answer: Plain): Promise<ProcessCall> {
    this.#talk.write(`${JSON.stringify(this.#order ?? answer)}\n`);
    this.#order = null;
    this.#calls++;
    const { done, value } = await this.#lines.next();
    if (!done) return callOf(value);
    if (value === "ended") return { kind: "threw", error: "The process ended by itself." };
    this.#child.kill("SIGKILL"); // it may be saying more
    return { kind: "threw", error: `The process said more than ${CALL_BYTES_MAX} bytes in one call.` };
  }

  /** Without what its calls cost by themselves: they are our messages, and no work of the student's. */
  cpuTimeMs(): number {
    return this.accountMs() - this.#calls * this.#callMs;
  }

  /** All that the kernel has counted; of one that is over, as far as it was read before. */
  accountMs(): number {
    // Node knows of an end as soon as the number is free for another process.
    if (!this.#isOver()) this.#accountMs = processCpuTimeMs(this.pid);
    return this.#accountMs;
  }

  /** Ends it, and waits for that. */
  async end(): Promise<void> {
    if (this.#isOver()) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

function callOf(line: string): ProcessCall {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return { kind: "threw", error: "The process said what is no call: not JSON." };
  }
  const { data, error } = processCall.safeParse(said);
  if (data) return data;
  const why = error.issues.map(({ message }) => message).join(", ");
  return { kind: "threw", error: `The process said what is no call: ${why}.` };
}
