import { decode, modulesOf, nowMs, park, parkAsync, thisThread } from "@lockstep/memory/seam";
import { setCurrentThread } from "./current-thread.ts";
import { BadTargetError } from "./errors.ts";
import type { ThreadStart } from "./messages.ts";
import type { ModuleHost } from "./module-host.ts";
import { findOwnTarget, isOwnTarget } from "./own-targets.ts";
import { isCancelled, sleepWord } from "./record.ts";
import { handleOn, Thread } from "./thread.ts";

/** Calls what a thread was started for, in the thread. Answers what that answers. Awaits only where there is something to wait for. */
export async function callTarget(start: ThreadStart, host: ModuleHost): Promise<unknown> {
  const own = isOwnTarget(start.target) ? await findOwnTarget(start.target) : null;
  const found = own ?? host.find(start.target);
  const target = found instanceof Promise ? await found : found;
  for (const part of [...start.args, start.fields]) {
    for (const declaring of modulesOf(part)) {
      const loaded = host.load(declaring);
      if (loaded instanceof Promise) await loaded;
    }
  }
  if (start.delayMs !== null && !(await waitForTime(start.at, start.delayMs))) return undefined;
  if (start.fields === null) return await Reflect.apply(target, undefined, start.args.map(decode));
  return await instanceOf(target, start).run();
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
