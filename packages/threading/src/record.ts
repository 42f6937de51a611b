import {
  allocate,
  copyPackedIn,
  currentHeap,
  load,
  NAME,
  numberOf,
  packHere,
  STATE,
  store,
  takeBlock,
  textOf,
  unpackAt,
  unpark,
  words,
} from "@lockstep/memory/seam";

/**
 * What all threads of a program know of one of them: a block in shared memory. It is not given back while the program
 * runs: whoever has the thread may ask after it at any time.
 */

/** Characters of a name; longer ones are cut. */
export const NAME_MAX = 64;

// Words of a record, after the head.
const NUMBER = 4;
const FLAGS = 5;
/** How it ended; where its packed result or error lies, and how long that is. */
const OUTCOME = 6;
const VALUE_AT = 7;
/** A head within the record, to sleep on: `SLEEP_NAME` lies where the name of a primitive does. Its state is 1 once a Timer was cancelled. */
const SLEEP = 8;
const SLEEP_NAME = SLEEP + NAME;
/** Links of the list of the living, see `roll.ts`. */
export const BEFORE = 12;
export const NEXT = 13;
const VALUE_BYTES = 14;
const RECORD_WORDS = 16;

// Flags.
const DAEMON = 1;
/** It was given no name: what stands there is the name of its target. A name of its own for each thread would fill the directory. */
const UNNAMED = 2;

// States.
export const INITIAL = 0;
export const STARTED = 1;
export const ENDED = 2;

// Outcomes.
const RETURNED = 1;
const THREW = 2;

export function newRecord(name: string, isDaemon: boolean): number {
  currentHeap();
  const at = allocate(RECORD_WORDS);
  words[at + NAME] = name === "" ? 0 : numberOf(name);
  words[at + FLAGS] = isDaemon ? DAEMON : 0;
  words[at + SLEEP_NAME] = numberOf("sleep");
  return at;
}

/** Before it was started: settles what is known of it. @param target what it is called after where `name` is empty */
export function describeRecord(at: number, name: string, target: string, isDaemon: boolean): void {
  words[at + NAME] = numberOf(name === "" ? target : name);
  words[at + FLAGS] = (isDaemon ? DAEMON : 0) | (name === "" ? UNNAMED : 0);
}

export function markStarted(at: number, number: number): void {
  words[at + NUMBER] = number;
  words[at + STATE] = STARTED;
}

/** Marks the thread with this record as over and wakes who joins it. */
export function markEnded(at: number): void {
  store(at + STATE, ENDED);
  unpark(at + STATE);
}

/** Its state, with a decision point: a program may wait for it in a loop. */
export function stateOf(at: number): number {
  return load(at + STATE);
}

/** Its state, for texts. */
export function glimpse(at: number): number {
  return words[at + STATE] ?? INITIAL;
}

/** 0 before it was started. */
export function numberOfRecord(at: number): number {
  return words[at + NUMBER] ?? 0;
}

/** Empty where it was given none, and is not started. */
export function nameOfRecord(at: number): string {
  const name = words[at + NAME] ?? 0;
  if (name === 0) return "";
  return ((words[at + FLAGS] ?? 0) & UNNAMED) === 0 ? textOf(name) : defaultName(numberOfRecord(at), textOf(name));
}

/** As CPython counts: the main thread is not among them. */
export function defaultName(number: number, target: string): string {
  return `thread-${number - 1} (${target})`.slice(0, NAME_MAX);
}

export function isDaemonRecord(at: number): boolean {
  return ((words[at + FLAGS] ?? 0) & DAEMON) !== 0;
}

/** The word that a thread sleeps on when it only lets time pass. */
export function sleepWord(at: number): number {
  return at + SLEEP;
}

export function isCancelled(at: number): boolean {
  return load(at + SLEEP) === 1;
}

export function cancel(at: number): void {
  store(at + SLEEP, 1);
  unpark(at + SLEEP);
}

/** Keeps what the thread answered, before it ends. Who asks for what can't cross gets that as an error; it is none of the thread. */
export function keepResult(at: number, result: unknown): void {
  if (result === undefined) return; // as where nothing is kept
  try {
    keep(at, RETURNED, result);
  } catch (error) {
    if (error instanceof Error) keepError(at, error);
  }
}

/** Keeps the error that ended the thread. */
export function keepError(at: number, error: Error): void {
  keep(at, THREW, error);
}

function keep(at: number, outcome: number, value: unknown): void {
  const length = packHere(value);
  const valueAt = takeBlock(Math.ceil(length / 4));
  copyPackedIn(valueAt, length);
  words[at + VALUE_AT] = valueAt;
  words[at + VALUE_BYTES] = length;
  words[at + OUTCOME] = outcome;
}

/** What the thread answered, once it is over: a copy of its own for each call. @throws the error that ended it */
export function readResult(at: number): unknown {
  const outcome = words[at + OUTCOME] ?? 0;
  if (outcome === 0) return undefined;
  const value = unpackAt(words[at + VALUE_AT] ?? 0, words[at + VALUE_BYTES] ?? 0);
  if (outcome === THREW) throw value;
  return value;
}
