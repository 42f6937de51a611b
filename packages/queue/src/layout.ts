import { HEAD_WORDS, NAME, LINK, linkPrimitive, numberOf, peek, shared, textOf, words } from "@lockstep/memory/seam";
import { fillPermits, PERMITS_MAX } from "@lockstep/sync/seam";
import { NODE_WORDS } from "./node.ts";

/**
 * A queue's block in shared memory: what never changes, then two sets of permits, one for each item that can be taken and
 * one for each that can be put, then the two sides. So everything about waiting, its order and giving up is theirs (see
 * `permits.ts` of sync). Each of the five has a cache line of its own: what only one side changes stays on its core.
 */

const LINE_WORDS = 16;

// What hardly ever changes.
export const ORDER = HEAD_WORDS;
export const MAXSIZE = 5;
export const CLOSED = 6;

// The side of those who put. `PUTTING` is its section, and that of the whole queue where the order isn't FIFO.
export const PUTTING = 3 * LINE_WORDS;
/** How many items ever came: ties of priority leave in this order. */
export const CAME = PUTTING + 1;
/** Items that nobody has called done, for JoinableQueue. Waited on. */
export const UNFINISHED = PUTTING + 2;
/** FIFO: the node that came last. Priority: how many words the heap has. */
export const LAST = PUTTING + 3;
/** Nodes that hold nothing. FIFO: the first of them, up to `PASSED`. */
export const SPARE = PUTTING + 4;
export const PASSED = PUTTING + 5;

// The side of those who take.
export const TAKING = 4 * LINE_WORDS;
/** How many items were ever taken or dropped. */
export const TAKEN = TAKING + 1;
/** FIFO: the node before the one that leaves next. LIFO: the one that leaves next. Priority: the heap. */
export const FIRST = TAKING + 2;
/** FIFO: a node that was `FIRST` not long ago. Those before it are no longer read. */
export const LEFT = TAKING + 3;

/** FIFO: the node that is before the first one at the beginning. */
const NODE_AT = 5 * LINE_WORDS;

/** Permits to take an item. */
export function toGet(at: number): number {
  return at + LINE_WORDS;
}

/** Permits to put one, where there is a limit. */
export function toPut(at: number): number {
  return at + 2 * LINE_WORDS;
}

// Orders.
export const FIFO = 0;
export const LIFO = 1;
export const BY_PRIORITY = 2;

/** The block of a new queue, or the one that another thread made for the same module-level object. */
export function queueBlock(kind: string, name: string, order: number, maxsize: number): number {
  const [own, getting, putting] = [name, `${name} (to get)`, `${name} (to put)`].map(numberOf);
  const { at } = shared(kind, NODE_AT + NODE_WORDS, (made) => {
    words[made + NAME] = own ?? 0;
    words[made + ORDER] = order;
    words[made + MAXSIZE] = maxsize;
    if (order === FIFO) for (const end of [FIRST, LEFT, LAST, SPARE, PASSED]) words[made + end] = made + NODE_AT;
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

/** The section of those who take. */
export function takingSection(at: number): number {
  return at + (words[at + ORDER] === FIFO ? TAKING : PUTTING);
}

export function isBounded(at: number): boolean {
  return (words[at + MAXSIZE] ?? 0) > 0;
}

/** Items in the queue. Exact inside the section of those who take. */
export function countAt(at: number): number {
  return (peek(at + CAME) - peek(at + TAKEN)) | 0;
}

export function nameAt(at: number): string {
  return textOf(words[at + NAME] ?? 0);
}
