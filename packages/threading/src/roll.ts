import { enterSection, gate, leaveSection, ROLL, words } from "@lockstep/memory/seam";
import { BEFORE, NEXT } from "./record.ts";

/** The threads of the program that are alive, newest first: a list through their records. */

const SECTION = ROLL;
const NEWEST = ROLL + 1;
const MAIN = ROLL + 2;

/** In a gated round one thread runs at a time, and here is no decision point: then nothing is locked. */
function enter(): void {
  if (!gate) enterSection(SECTION);
}
function leave(): void {
  if (!gate) leaveSection(SECTION);
}

/** The main thread's record; 0 before there is one. */
export function mainRecord(): number {
  return words[MAIN] ?? 0;
}

export function setMainRecord(at: number): void {
  words[MAIN] = at;
}

/** By whoever starts the thread. */
export function enroll(at: number): void {
  enter();
  const newest = words[NEWEST] ?? 0;
  words[at + NEXT] = newest;
  words[at + BEFORE] = 0;
  if (newest !== 0) words[newest + BEFORE] = at;
  words[NEWEST] = at;
  leave();
}

/** By the thread, when it is over. */
export function strike(at: number): void {
  enter();
  const before = words[at + BEFORE] ?? 0;
  const next = words[at + NEXT] ?? 0;
  if (before !== 0) words[before + NEXT] = next;
  else if (words[NEWEST] === at) words[NEWEST] = next;
  if (next !== 0) words[next + BEFORE] = before;
  leave();
}

/** Records of the living, in the order in which they were started. */
export function living(): readonly number[] {
  const found: number[] = [];
  gate?.point();
  enter();
  for (let at = words[NEWEST] ?? 0; at !== 0; at = words[at + NEXT] ?? 0) found.unshift(at);
  leave();
  return found;
}
