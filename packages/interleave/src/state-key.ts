import type { Stop } from "./execution.ts";
import { Hash } from "./hash.ts";
import type { ObjectState } from "./object-state.ts";
import { Guarded, holderOf, resultOfThread, type Shared, THREAD_NUMBERS } from "./shared.ts";
import type { ThreadState } from "./thread-state.ts";

/** A state of a model, with what is known of its program. */
interface Whole {
  readonly threads: readonly ThreadState[];
  readonly objects: readonly ObjectState[];
  /** Whether the first thread starts the others. */
  readonly hasMain: boolean;
  readonly isPatient: boolean;
  readonly nowMs: number;
  /** Whether the program asks who a thread is. */
  readonly namesThreads: boolean;
  valueOf(object: Shared): number;
  toldOf(result: unknown): string;
}

/**
 * Whether threads that know the same can change places in this state, so that it makes no difference which is which: nobody
 * who goes on knows one of them, but for those who only wait for the end of several.
 */
export function canChangePlaces(model: Whole): boolean {
  if (!model.hasMain) return true;
  if (model.namesThreads) return false;
  return model.threads.every(isAnonymous) && !model.objects.some(namesThread);
}

function isAnonymous(thread: ThreadState, _index: number, threads: readonly ThreadState[]): boolean {
  if (thread.isOver) return true;
  const { joins } = thread;
  if (!joins) return !thread.knowledge.knowsThreads;
  if (joins.until.status === "ready" && joins.until.knowledge.knowsThreads) return false;
  return threads.every(
    ({ object, isOver, joins: own }) => isOver || !own || !object || !joins.threads.includes(object),
  );
}

/** Whether the value of an object names a thread in a form that can't be said otherwise. */
function namesThread({ object, isThere, value }: ObjectState): boolean {
  return isThere && object instanceof Guarded && !object.isLock && object.names(value);
}

/** What distinguishes each thread from others, by its place in `threads`. */
export function threadKeys(model: Whole, symmetric: boolean): readonly Hash[] {
  const keys = model.threads.map((thread) => {
    const key = new Hash().begin(symmetric ? 7 : 8 + thread.index);
    key.add(thread.status.charCodeAt(0));
    if (thread.isOver) addOver(key, thread, model);
    else if (!(symmetric && thread.joins)) key.addHash(thread.knowledge.hash);
    key.add(thread.slept ? thread.answer + 1 : 0);
    // How long it still waits, where time is no free choice.
    if (model.isPatient && thread.deadlineMs !== Infinity) key.addNumber(thread.deadlineMs - model.nowMs);
    if (thread.slept) key.addNumber(symmetric ? Math.floor(thread.saved / THREAD_NUMBERS) : thread.saved);
    return key;
  });
  if (!symmetric) return keys;
  // A sleeper's place in line: who is called first goes on otherwise than who is called later.
  for (const { sleepers } of model.objects)
    for (const [place, { index }] of sleepers.entries()) keys[index]?.add(place);
  const known = keys.map((key) => new Hash().copy(key));
  for (const [i, { joins }] of model.threads.entries()) {
    if (!joins) continue;
    const { threads, until } = joins;
    if (until.status === "ready") keys[i]?.addHash(until.knowledge.hash);
    else keys[i]?.addText(toldOf(until, model));
    const awaited = new Hash();
    for (const [other, { object, isOver }] of model.threads.entries())
      if (object && !isOver && threads.includes(object)) awaited.plus(known[other] ?? awaited);
    keys[i]?.addHash(awaited);
  }
  return keys;
}

/** A thread that is over has nothing before it but what it returned. */
function addOver(key: Hash, thread: ThreadState, model: Whole): void {
  key.addText(toldOf(thread, model));
  if (thread.object) key.addNumber(resultOfThread(model.valueOf(thread.object)));
}

function toldOf({ status, result, error }: Pick<Stop, "result" | "error"> & { readonly status: string }, model: Whole) {
  return status === "failed" ? String(error) : model.toldOf(result);
}

/** The key of the whole state. `symmetric`: threads are not told apart by their numbers. */
export function stateKey(model: Whole, symmetric: boolean, keys: readonly Hash[]): Hash {
  const key = new Hash().begin(1);
  for (const { object, isThere, value, content, sleepers } of model.objects) {
    if (!isThere || object.kind === "mark") continue;
    if (symmetric && object.kind === "thread") continue;
    key.add(object.index);
    if (symmetric && value !== 0 && object instanceof Guarded && object.isLock) {
      key.addNumber(Math.floor(value / THREAD_NUMBERS));
      key.addHash(keys[holderOf(value) - 1] ?? key);
    } else key.addNumber(value);
    for (const text of content) key.addText(text);
    for (const { index } of sleepers) key.addHash(keys[index] ?? key);
    key.add(-1);
  }
  const threads = new Hash();
  for (const each of keys) threads.plus(each);
  key.addHash(threads);
  return key;
}
