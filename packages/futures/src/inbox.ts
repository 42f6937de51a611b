import {
  add,
  allocate,
  compareExchange,
  currentHeap,
  deadlineOf,
  exchange,
  gate,
  giveBlock,
  leftMs,
  load,
  NAME,
  numberOf,
  ofThread,
  onThreadEnd,
  park,
  parkAsync,
  peek,
  STATE,
  store,
  takeBlock,
  unpark,
  words,
} from "@lockstep/memory/seam";
import type { TargetPlace } from "./pool-block.ts";
import { dropKept, fillTask, INBOX, NEXT, type Outcome, outcomeOf, TASK_WORDS } from "./task-block.ts";

/**
 * What tasks that a thread has submitted come back through, one for each thread: a stack to which workers push without a
 * lock, and from which its owner takes all at once (R. K. Treiber, 1986; nobody takes one, so none can be taken for another).
 */

// Words of an inbox, after the head: `STATE` is waited on, and changes when the owner has said that it sleeps.
const FIRST = 4;
const SLEEPS = 5;
const INBOX_WORDS = 16;

/** What a thread has of its own. */
interface Post {
  inbox: number;
  heap: SharedArrayBuffer | null;
  readonly waiting: Map<number, (outcome: Outcome) => void>;
  /** Tasks that are over: the next ones get their blocks. */
  spare: number[];
  /** Looked at with all that comes: what will never come back. */
  readonly checks: Set<() => void>;
}

const mine = ofThread((): Post => ({ inbox: 0, heap: null, waiting: new Map(), spare: [], checks: new Set() }));

onThreadEnd(() => {
  const post = mine();
  if (post.heap === currentHeap()) for (const task of post.spare.splice(0)) giveBlock(task, TASK_WORDS);
});

/** Calls `check` whenever this thread looks into its inbox. */
export function checkWhenDraining(check: () => void): void {
  mine().checks.add(check);
}

/** The calling thread's inbox. */
export function inboxHere(): number {
  const post = mine();
  const current = currentHeap();
  if (post.inbox === 0 || post.heap !== current) {
    post.heap = current;
    post.waiting.clear();
    post.spare = [];
    post.inbox = allocate(INBOX_WORDS);
    words[post.inbox + NAME] = numberOf("futures");
  }
  return post.inbox;
}

/**
 * A block for a task, with what is to be called; `settle` is called in this thread when it has come back.
 * @throws {NotTransferableError} @throws {OutOfSharedMemoryError}
 */
export function newTask(target: TargetPlace, args: readonly unknown[], settle: (outcome: Outcome) => void): number {
  const inbox = inboxHere();
  const { spare, waiting } = mine();
  const task = spare.pop() ?? takeBlock(TASK_WORDS);
  try {
    fillTask(task, inbox, target, args);
  } catch (error) {
    spare.push(task);
    throw error;
  }
  waiting.set(task, settle);
  return task;
}

/** A task that was not handed over after all. */
export function dropTask(task: number): void {
  dropKept(task);
  const { spare, waiting } = mine();
  waiting.delete(task);
  spare.push(task);
}

/** By a worker: sends a task that is over back. From then on its block is the submitter's again. */
export function sendBack(task: number): void {
  const to = words[task + INBOX] ?? 0;
  for (;;) {
    const first = load(to + FIRST);
    words[task + NEXT] = first;
    if (compareExchange(to + FIRST, first, task) === first) break;
  }
  ring(to);
}

/** Tells the owner of an inbox to look, if it sleeps. */
export function ring(to: number): void {
  if (load(to + SLEEPS) === 0 || exchange(to + SLEEPS, 0) === 0) return;
  add(to + STATE, 1);
  unpark(to + STATE);
}

/** Settles all that have come back, in the order in which they came. */
export function drain(): void {
  const from = inboxHere();
  const { waiting, spare, checks } = mine();
  if (gate || peek(from + FIRST) !== 0) {
    const came: number[] = [];
    for (let task = exchange(from + FIRST, 0); task !== 0; task = words[task + NEXT] ?? 0) came.push(task);
    for (let i = came.length; i-- > 0;) {
      const task = came[i] ?? 0;
      const settle = waiting.get(task);
      const outcome = outcomeOf(task);
      waiting.delete(task);
      spare.push(task);
      settle?.(outcome);
    }
  }
  for (const check of checks) check();
}

/** Sleeps until `isSo`, looking at all that comes; false: the time was over. @throws {BadTimeoutError} */
export function waitUntil(isSo: () => boolean, timeoutMs?: number): boolean {
  const deadlineMs = deadlineOf(timeoutMs);
  for (const at = inboxHere(); ;) {
    if (isNow(isSo)) return true;
    if (leftMs(deadlineMs) === 0) return false;
    const seen = sayAsleep(at);
    if (isNow(isSo)) return true;
    park(at + STATE, seen, leftMs(deadlineMs));
  }
}

/** As `waitUntil`, without blocking the event loop. */
export async function waitUntilAsync(isSo: () => boolean, timeoutMs?: number): Promise<boolean> {
  const deadlineMs = deadlineOf(timeoutMs);
  for (const at = inboxHere(); ;) {
    if (isNow(isSo)) return true;
    if (leftMs(deadlineMs) === 0) return false;
    const seen = sayAsleep(at);
    if (isNow(isSo)) return true;
    await parkAsync(at + STATE, seen, leftMs(deadlineMs));
  }
}

function isNow(isSo: () => boolean): boolean {
  drain();
  return isSo();
}

/** Whoever sends something back from here on rings; so the owner looks once more, and then sleeps while the state is the answer. */
function sayAsleep(at: number): number {
  const seen = load(at + STATE);
  store(at + SLEEPS, 1);
  return seen;
}
