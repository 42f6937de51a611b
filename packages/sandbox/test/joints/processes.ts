import { createSharedMemory, futexWait, futexWake, mapSharedMemory, RobustMutex } from "@lockstep/os";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, readdirSync } from "node:fs";
import { Duplex } from "node:stream";
import type { JointRequest } from "./box-channel.ts";
import { BYTES, CHILD, MUTEX_OFFSET, type Orders, WORD } from "./process-layout.ts";

/** Additions of each child under the lock. */
const TIMES = 500;

/** Two processes that count under a lock, one that dies while it holds a mutex, and memory that is not to be had. */
export async function joint({ student }: JointRequest): Promise<unknown> {
  const memory = createSharedMemory(BYTES);
  const names = readdirSync("/dev/shm");
  const { address, buffer } = mapSharedMemory(memory, BYTES);
  const words = new Int32Array(buffer);
  const mutex = RobustMutex.initialise(address + MUTEX_OFFSET);

  const counting = [start(memory), start(memory)];
  for (const child of counting) order(child, { student, work: "count", times: TIMES });
  // Sleeping, not spinning: the box has one core.
  for (let arrived = 0; arrived < counting.length; arrived = Atomics.load(words, WORD.arrived))
    futexWait(address + 4 * WORD.arrived, arrived);
  Atomics.store(words, WORD.go, 1);
  const woken = futexWake(address + 4 * WORD.go, 2);
  const told = await Promise.all(counting.map(tellOf));

  const holder = start(memory);
  order(holder, { student, work: "die", times: 0 });
  const holding = await tellOf(holder);
  const busy = mutex.acquire(20);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const recovered = mutex.acquire(60_000);
  const found = words[WORD.guarded];
  words[WORD.guarded] = 0;
  mutex.markConsistent();
  mutex.release();
  const next = mutex.acquire(60_000);
  mutex.release();

  return {
    names,
    woken: woken <= 2,
    counter: words[WORD.counter],
    lost: 2 * TIMES - (words[WORD.counter] ?? 0),
    children: told,
    holding,
    busy,
    signal: holder.signalCode,
    recovered,
    found,
    next,
    tooMuch: errorOf(() => closeSync(createSharedMemory(64 * 2 ** 20))),
    left: readdirSync("/dev/shm"),
  };
}

function start(memory: number): ChildProcess {
  const child = new URL("./processes-child.mjs", import.meta.url).pathname;
  return spawn(process.execPath, [child], { stdio: ["ignore", "inherit", "inherit", memory, "pipe"] });
}

function talkOf(child: ChildProcess): Duplex {
  const talk: unknown = child.stdio[CHILD.talk];
  if (!(talk instanceof Duplex)) throw new Error("a child without its pipe");
  return talk;
}

const order = (child: ChildProcess, orders: Orders) => talkOf(child).write(`${JSON.stringify(orders)}\n`);

async function tellOf(child: ChildProcess): Promise<unknown> {
  let text = "";
  for await (const chunk of talkOf(child).iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.endsWith("\n")) return JSON.parse(text);
  }
  return `ended: ${child.exitCode ?? child.signalCode}`;
}

function errorOf(action: () => unknown): string {
  try {
    action();
    return "done";
  } catch (cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  }
}
