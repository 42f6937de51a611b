import { unpack } from "@lockstep/memory/seam";
import { ShutDownError, type SimpleQueue } from "@lockstep/queue";
import { registerOwnTarget, surroundingsHere } from "@lockstep/threading/seam";
import { ring, sendBack } from "./inbox.ts";
import { becomeIdle, isBroken, markBroken, readTarget, type TargetPlace } from "./pool-block.ts";
import { argsOf, beginTask, endTask, endUnrun, keep, targetOf } from "./task-block.ts";

/** A call that is made in each worker: the place of its target, and its packed arguments. */
export type FirstCall = readonly [targetAt: number, targetBytes: number, args: Uint8Array];

/** What runs in each thread of a pool, until the pool is shut down and nothing is left to do. */
export async function servePool(
  pool: number,
  inbox: number,
  tasks: SimpleQueue<number>,
  initializer: FirstCall | null,
): Promise<void> {
  const found: Found = new Map();
  if (initializer && !(await initialize(pool, inbox, tasks, initializer, found))) return;
  for (;;) {
    const task = nextOf(tasks);
    if (task === null) return;
    if (isBroken(pool) || !beginTask(task)) {
      becomeIdle(pool);
      endUnrun(task);
      sendBack(task);
      continue;
    }
    await run(pool, task, found); // also where there is nothing to wait for: what the task has left to its promises goes on
  }
}

registerOwnTarget("futures:servePool", servePool, import.meta.url);

function nextOf(tasks: SimpleQueue<number>): number | null {
  try {
    return tasks.get();
  } catch (error) {
    if (error instanceof ShutDownError) return null;
    throw error;
  }
}

/** Answers whether it worked. */
async function initialize(
  pool: number,
  inbox: number,
  tasks: SimpleQueue<number>,
  [at, bytes, packed]: FirstCall,
  found: Found,
): Promise<boolean> {
  try {
    const target = await functionAt({ at, bytes }, found); // first: its module declares what the arguments are made of
    const args = unpack(packed);
    await Reflect.apply(target, undefined, Array.isArray(args) ? args : []);
    return true;
  } catch {
    markBroken(pool);
    tasks.shutdown(true);
    ring(inbox);
    return false;
  }
}

/** Runs a task and sends it back. Makes no promise of its own for a function that answers at once. */
function run(pool: number, task: number, found: Found): Promise<void> | undefined {
  const target = found.get(targetOf(task).at);
  if (!target) return runFirst(pool, task, found);
  try {
    const result: unknown = Reflect.apply(target, undefined, argsOf(task));
    if (!isThenable(result)) finish(pool, task, result);
    else
      return Promise.resolve(result).then(
        (value) => finish(pool, task, value),
        (error: unknown) => fail(pool, task, error),
      );
  } catch (error) {
    fail(pool, task, error);
  }
  return undefined;
}

/** As `run`, for a function that this thread has not called yet. */
async function runFirst(pool: number, task: number, found: Found): Promise<void> {
  try {
    await functionAt(targetOf(task), found);
  } catch (error) {
    fail(pool, task, error);
    return;
  }
  await run(pool, task, found);
}

/** What can't cross is the task's error. */
function finish(pool: number, task: number, value: unknown): void {
  try {
    keep(task, value);
  } catch (unfit) {
    fail(pool, task, unfit);
    return;
  }
  end(pool, task, false);
}

/** Of whatever was thrown: what can't cross becomes its own error. */
function fail(pool: number, task: number, error: unknown): void {
  try {
    keep(task, error);
  } catch (unfit) {
    keep(task, unfit);
  }
  end(pool, task, true);
}

function end(pool: number, task: number, isError: boolean): void {
  endTask(task, isError);
  becomeIdle(pool);
  sendBack(task);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return ((typeof value === "object" && value !== null) || typeof value === "function") && "then" in value;
}

/** Functions that this thread has found, by the address of their targets. A worker that serves another thread begins with none. */
type Found = Map<number, Function>;

async function functionAt(place: TargetPlace, found: Found): Promise<Function> {
  const host = surroundingsHere()?.host;
  if (!host) throw new Error("A pool's thread runs where nothing serves threads.");
  const target = await host.find(readTarget(place));
  found.set(place.at, target);
  return target;
}
