import { ofThread, thisThread } from "@lockstep/memory/seam";
import { markStarted, newRecord } from "./record.ts";
import { enroll, living, mainRecord, setMainRecord } from "./roll.ts";
import { handleOn, recordOf, Thread } from "./thread.ts";

/** A thread that was started: it has a number. */
export type RunningThread = Thread & { readonly ident: number };

/** The thread that runs here: the object, or the address of its record as long as nobody has asked for the object. */
const here = ofThread((): { thread: Thread | null; at: number | null } => ({ thread: null, at: null }));

/** Says which thread runs here. By the worker that serves it. @param thread it, or the address of its record. */
export function setCurrentThread(thread: Thread | number): void {
  const isRecord = typeof thread === "number";
  Object.assign(here(), { thread: isRecord ? null : thread, at: isRecord ? thread : null });
}

function current(): Thread | null {
  const mine = here();
  if (mine.at !== null) mine.thread ??= handleOn(mine.at, Thread);
  return mine.thread;
}

/** The thread that calls. */
export function currentThread(): RunningThread {
  const thread = current();
  return thread ? running(thread) : mainThread();
}

/** The thread that the program began with. Its name is "main", its number 1. */
export function mainThread(): RunningThread {
  // A program that nobody serves has one thread, and no record of it until somebody asks.
  if (mainRecord() === 0) enrollMain();
  const at = mainRecord();
  const thread = current();
  return running(thread && recordOf(thread) === at ? thread : handleOn(at, Thread));
}

/** Makes the record of a program's main thread. */
export function enrollMain(number: number = thisThread().number): number {
  const at = newRecord("main", false);
  markStarted(at, number);
  setMainRecord(at);
  enroll(at);
  return at;
}

/** Every thread that was started and is not over, in the order in which they were started. Out of date when you read it. */
export function enumerate(): readonly RunningThread[] {
  const me = currentThread();
  return living().map((at) => (at === recordOf(me) ? me : running(handleOn(at, Thread))));
}

/** How many threads are alive; the main one counts. */
export function activeCount(): number {
  currentThread();
  return living().length;
}

function running(thread: Thread): RunningThread {
  if (!isRunning(thread)) throw new TypeError("This thread was not started.");
  return thread;
}

function isRunning(thread: Thread): thread is RunningThread {
  return thread.ident !== null;
}
