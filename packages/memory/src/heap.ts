import { OutOfSharedMemoryError } from "./errors.ts";

/**
 * The shared memory of one program: every struct, primitive and thread record is a block in it, known by its address (an index of 32-bit words).
 * So an address is all that has to cross to another thread, and a word can say who holds what.
 * What programs make is never freed one by one; `clearHeap` frees all between rounds. Blocks that come and go are in `blocks.ts`.
 */

/** Words at the start, in order: next free word · mutex of the directory · entries in it · next thread number · newest primitive · free blocks by size (`blocks.ts`) · the threads alive (`roll.ts` of threading). */
const NEXT_FREE = 0;
export const DIRECTORY_MUTEX = 1;
export const DIRECTORY_COUNT = 2;
const NEXT_THREAD = 3;
const NEWEST_PRIMITIVE = 4;
export const FREE_BLOCKS = 5;
export const FREE_SIZES = 17;
/** Words for the list of threads: its section · the newest of them · the main one. */
export const ROLL = FREE_BLOCKS + FREE_SIZES;
const ROLL_WORDS = 3;
const HEADER_WORDS = 32;

/** The directory of names, see `directory.ts`. */
export const DIRECTORY_AT = HEADER_WORDS;
export const DIRECTORY_WORDS = 32_768;
const FIRST_BLOCK = DIRECTORY_AT + DIRECTORY_WORDS;

/** A block starts on a cache line of its own, so that threads working on different objects don't slow each other. */
export const BLOCK_WORDS = 16;

/** Of a program's memory, unless it is made otherwise. */
export const HEAP_BYTES = 16 * 2 ** 20;

let buffer: SharedArrayBuffer | null = null;

/** The heap as 32-bit words. Replaced by `attachHeap`; a program attaches before it makes anything. */
export let words: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(0));
/** The same memory as doubles; the index is half a word's. */
export let doubles: Float64Array<SharedArrayBuffer> = new Float64Array(new SharedArrayBuffer(0));

/** The same memory as bytes; the index is four times a word's. */
export let bytes: Uint8Array<SharedArrayBuffer> = new Uint8Array(new SharedArrayBuffer(0));

/** Makes a program's shared memory. The operating system hands out pages as they are touched. */
export function createHeap(heapBytes: number = HEAP_BYTES): SharedArrayBuffer {
  const heap = new SharedArrayBuffer(heapBytes);
  clearWords(new Int32Array(heap));
  return heap;
}

/** Makes `heap` this thread's shared memory. Once more for the same changes nothing, so what is known of its names stays. */
export function attachHeap(heap: SharedArrayBuffer): void {
  if (heap === buffer) return;
  buffer = heap;
  words = new Int32Array(heap);
  doubles = new Float64Array(heap);
  bytes = new Uint8Array(heap);
}

/** This thread's shared memory; made at first use. */
export function currentHeap(): SharedArrayBuffer {
  if (buffer === null) attachHeap(createHeap());
  return buffer ?? words.buffer;
}

function clearWords(all: Int32Array<SharedArrayBuffer>): void {
  all.fill(0, FIRST_BLOCK, Math.max(FIRST_BLOCK, all[NEXT_FREE] ?? 0));
  all[NEXT_FREE] = FIRST_BLOCK;
  all[DIRECTORY_MUTEX] = 0;
  all[NEXT_THREAD] = 0;
  all[NEWEST_PRIMITIVE] = 0;
  all.fill(0, FREE_BLOCKS, FREE_BLOCKS + FREE_SIZES);
  all.fill(0, ROLL, ROLL + ROLL_WORDS);
}

/** Frees every block; names stay. Only while no thread of the program runs. */
export function clearHeap(): void {
  clearWords(words);
}

/** Takes `size` zeroed words and answers their address. */
export function allocate(size: number): number {
  currentHeap();
  const taken = Math.ceil(Math.max(1, size) / BLOCK_WORDS) * BLOCK_WORDS;
  const at = Atomics.add(words, NEXT_FREE, taken);
  if (at + taken > words.length) {
    Atomics.sub(words, NEXT_FREE, taken);
    throw new OutOfSharedMemoryError(size * 4, words.length * 4);
  }
  return at;
}

/** The number of the next thread; the first is 1. */
export function nextThreadNumber(): number {
  currentHeap();
  return Atomics.add(words, NEXT_THREAD, 1) + 1;
}

/** How many threads there have been in this round so far. */
export function threadsSoFar(): number {
  return Atomics.load(words, NEXT_THREAD);
}

/** Words of the head that every waitable object has: what it is waited on by · number of the thread that holds it · number of its name · link. */
export const STATE = 0;
export const OWNER = 1;
export const NAME = 2;
export const LINK = 3;
export const HEAD_WORDS = 4;

/** Puts a primitive on the list of all primitives; `linkAt` is the word that holds the link to the one before. */
export function linkPrimitive(linkAt: number): void {
  for (;;) {
    const before = Atomics.load(words, NEWEST_PRIMITIVE);
    words[linkAt] = before;
    if (Atomics.compareExchange(words, NEWEST_PRIMITIVE, before, linkAt) === before) return;
  }
}

/** The link words of all primitives, newest first. */
export function* primitiveLinks(): Generator<number> {
  for (let at = Atomics.load(words, NEWEST_PRIMITIVE); at !== 0; at = words[at] ?? 0) yield at;
}
