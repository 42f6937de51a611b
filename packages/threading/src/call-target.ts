import { decode, modulesOf, nowMs, park, parkAsync, thisThread } from "@lockstep/memory/seam";
import { setCurrentThread } from "./current-thread.ts";
import { BadTargetError } from "./errors.ts";
import type { ThreadStart } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { findOwnTarget, isOwnTarget } from "./own-targets.ts";
import { isCancelled, sleepWord } from "./record.ts";
import { handleOn, Thread } from "./thread.ts";

/** Calls what a thread was started for, in the thread. Answers what that answers: a promise only where there is something to wait for. */
export function callTarget(start: ThreadStart, host: ModuleHost): unknown {
  const found = isOwnTarget(start.target) ? findOwnTarget(start.target) : host.find(start.target);
  if (found instanceof Promise || start.delayMs !== null) return callLater(start, host, found);
  for (const loading of loads(start, host))
    if (loading instanceof Promise) return callLater(start, host, found, loading);
  return call(start, found);
}

/** @param first what of its modules is being loaded already. */
async function callLater(
  start: ThreadStart,
  host: ModuleHost,
  found: Function | Promise<Function | null>,
  first?: Promise<unknown>,
): Promise<unknown> {
  await first;
  const target = (await found) ?? (await host.find(start.target));
  for (const loading of loads(start, host)) if (loading instanceof Promise) await loading;
  if (start.delayMs !== null && !(await waitForTime(start.at, start.delayMs))) return undefined;
  return await call(start, target);
}

/** Loads the modules that declare what it is given, as they are asked for. */
function* loads(start: ThreadStart, host: ModuleHost): Generator {
  for (const part of [...start.args, start.fields]) for (const module of modulesOf(part)) yield host.load(module);
}

function call(start: ThreadStart, target: Function): unknown {
  if (start.fields === null) return Reflect.apply(target, undefined, start.args.map(decode));
  return instanceOf(target, start).run();
}

/** An instance of a subclass as it was started: its class's constructor isn't called, and its fields are copies. */
function instanceOf(type: Function, { at, target, fields }: ThreadStart): Thread {
  if (!isThreadClass(type)) throw new BadTargetError(`${target.name} is no subclass of Thread in the new thread.`);
  const thread = handleOn(at, type);
  for (const [key, value] of Object.entries(Object(decode(fields))))
    Object.defineProperty(thread, key, { value, writable: true, enumerable: true, configurable: true });
  setCurrentThread(thread);
  return thread;
}

function isThreadClass(type: Function): type is typeof Thread {
  return type.prototype instanceof Thread;
}

/** Waits for a Timer's time; false: it was cancelled. */
async function waitForTime(at: number, delayMs: number): Promise<boolean> {
  const dueMs = nowMs() + delayMs;
  while (!isCancelled(at)) {
    const leftMs = dueMs - nowMs();
    if (leftMs <= 0) return true;
    if (thisThread().mayBlock) park(sleepWord(at), 0, leftMs);
    else await parkAsync(sleepWord(at), 0, leftMs);
  }
  return false;
}
