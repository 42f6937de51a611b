import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { ProcessTree } from "./process-tree.ts";

/** What one thread of a box has used, as the kernel counted it and the runner read it. Nothing of it comes from the box. */
export interface ThreadUse {
  /** Numbers inside the box. */
  readonly pid: number;
  readonly tid: number;
  /** The kernel's name of the thread: of a worker, the `name` it was started with, up to 15 characters. */
  readonly name: string;
  readonly cpuTimeMs: number;
  /** It could have run and had no core. */
  readonly runDelayMs: number;
  /** How often it gave up its core to wait, and how often it lost it. */
  readonly sleeps: number;
  readonly preemptions: number;
  /** It was off its core when it was read. Of one that was running, up to a tick of the kernel (4 ms) is missing. */
  readonly parked: boolean;
}

const NANOSECONDS_PER_MS = 1e6;
/** Threads that have just answered are about to sleep. */
const TURNS_MAX = 20;
const TURN_MS = 1;

/** The accounts of all threads at one moment, by their numbers outside the box. */
export class ThreadAccounts {
  readonly #threads: ReadonlyMap<string, ThreadUse>;

  constructor(threads: ReadonlyMap<string, ThreadUse>) {
    this.#threads = threads;
  }

  get parked(): boolean {
    return [...this.#threads.values()].every((thread) => thread.parked);
  }

  /** What was used in between. A thread that is new counts from its start, one that has ended is not told. */
  since(before: ThreadAccounts): ThreadUse[] {
    return [...this.#threads].map(([key, now]) => {
      const then = before.#threads.get(key);
      if (!then) return now;
      return {
        ...now,
        cpuTimeMs: now.cpuTimeMs - then.cpuTimeMs,
        runDelayMs: now.runDelayMs - then.runDelayMs,
        sleeps: now.sleeps - then.sleeps,
        preemptions: now.preemptions - then.preemptions,
      };
    });
  }
}

/**
 * Reads the threads of all processes below a box's pid 1, which itself is not told. Waits some milliseconds for them to be
 * off their cores, because only then are their accounts complete; who is not, says so.
 *
 * @returns null where the kernel keeps no such account.
 */
export async function readParkedThreads(init: number): Promise<ThreadAccounts | null> {
  for (let turn = 1; ; turn++) {
    const accounts = readThreads(init);
    if (accounts === null || accounts.parked || turn === TURNS_MAX) return accounts;
    await pause(TURN_MS);
  }
}

function readThreads(init: number): ThreadAccounts | null {
  const threads = new Map<string, ThreadUse>();
  for (const pid of new ProcessTree(init).pids.filter((each) => each !== init)) {
    for (const tid of tasksOf(pid)) {
      try {
        const thread = readThread(`/proc/${pid}/task/${tid}`);
        // A program's first thread has run, or it could not have answered.
        if (tid === String(pid) && thread.cpuTimeMs === 0) return null;
        threads.set(`${pid}/${tid}`, thread);
      } catch {
        // ended meanwhile
      }
    }
  }
  return new ThreadAccounts(threads);
}

/** All zero where the kernel was built without `CONFIG_SCHED_INFO`. */
function readThread(folder: string): ThreadUse {
  const [cpu = 0, delay = 0] = readFileSync(`${folder}/schedstat`, "utf8").split(" ").map(Number);
  const status = readFileSync(`${folder}/status`, "utf8");
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
  return {
    pid: innermost(field("NStgid")),
    tid: innermost(field("NSpid")),
    name: field("Name"),
    cpuTimeMs: cpu / NANOSECONDS_PER_MS,
    runDelayMs: delay / NANOSECONDS_PER_MS,
    sleeps: Number(field("voluntary_ctxt_switches")),
    preemptions: Number(field("nonvoluntary_ctxt_switches")),
    parked: field("State").startsWith("S"),
  };
}

/** The kernel lists a thread's number in each namespace it is in, the box's own last. */
const innermost = (numbers: string) => Number(numbers.split(/\s+/).at(-1));

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // ended meanwhile
  }
}
