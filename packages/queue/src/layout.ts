import { HEAD_WORDS, NAME, numberOf, shared, textOf, words, LINK, linkPrimitive } from "@lockstep/memory/seam";
import { fillPermits, PERMITS_MAX } from "@lockstep/sync/seam";

/**
 * A queue's block in shared memory: its own words, then two sets of permits (see `permits.ts` of sync), one for each item
 * that can be taken and one for each that can be put. So everything about waiting, its order and giving up is theirs.
 */

const PERMITS_WORDS = 16;

// Words of the queue itself, after the head. The section guards all of them.
export const SECTION = HEAD_WORDS;
export const ORDER = 5;
export const MAXSIZE = 6;
export const COUNT = 7;
/** Nodes by age: first to leave, last to leave; for a PriorityQueue the heap, and how many words it has. */
export const FIRST = 8;
export const LAST = 9;
/** Nodes that hold nothing. */
export const SPARE = 10;
export const CLOSED = 11;
/** Items that nobody has called done, for JoinableQueue. Waited on. */
export const UNFINISHED = 12;
/** How many items ever came: ties of priority leave in this order. */
export const CAME = 13;
const QUEUE_WORDS = 16;

/** Permits to take an item. */
export function toGet(at: number): number {
  return at + QUEUE_WORDS;
}

/** Permits to put one, where there is a limit. */
export function toPut(at: number): number {
  return at + QUEUE_WORDS + PERMITS_WORDS;
}

// Orders.
export const FIFO = 0;
export const LIFO = 1;
export const BY_PRIORITY = 2;

/** The block of a new queue, or the one that another thread made for the same module-level object. */
export function queueBlock(kind: string, name: string, order: number, maxsize: number): number {
  const [own, getting, putting] = [name, `${name} (to get)`, `${name} (to put)`].map(numberOf);
  const { at } = shared(kind, QUEUE_WORDS + 2 * PERMITS_WORDS, (made) => {
    words[made + NAME] = own ?? 0;
    words[made + ORDER] = order;
    words[made + MAXSIZE] = maxsize;
    fill(toGet(made), 0, getting ?? 0);
    fill(toPut(made), maxsize > 0 ? maxsize : PERMITS_MAX, putting ?? 0);
  });
  return at;
}

function fill(at: number, permits: number, name: number): void {
  fillPermits(at, permits, 0);
  words[at + NAME] = name;
  linkPrimitive(at + LINK);
}

export function isBounded(at: number): boolean {
  return (words[at + MAXSIZE] ?? 0) > 0;
}

export function nameAt(at: number): string {
  return textOf(words[at + NAME] ?? 0);
}
