import { allocate, BLOCK_WORDS, currentHeap, FREE_BLOCKS, FREE_SIZES, words } from "./heap.ts";

/**
 * Shared memory that is given back: a list of free blocks for each size (64 bytes, 128, … 4 MiB), from any thread to any
 * other. Each list is a stack without a lock (R. K. Treiber, 1986): its head holds the number of the first block's line
 * and a count, so that a head that was away and came back isn't taken for the same one.
 * Nothing here is a decision point: which of several free blocks one gets means nothing.
 */

const LINE_BITS = 20; // of 64 bytes: heaps up to 64 MiB
const LINE_MASK = 2 ** LINE_BITS - 1;

/** Which list: 0 for 16 words, 1 for 32, …; null where blocks of that size are not kept. */
function listOf(size: number): number | null {
  const list = Math.max(0, Math.ceil(Math.log2(size / BLOCK_WORDS)));
  return list < FREE_SIZES ? list : null;
}

/**
 * Takes `size` zeroed words, of those that were given back where there are any.
 * @throws {OutOfSharedMemoryError}
 */
export function takeBlock(size: number): number {
  currentHeap();
  const list = listOf(size);
  if (list === null) return allocate(size);
  const free = FREE_BLOCKS + list;
  for (;;) {
    const head = Atomics.load(words, free);
    const line = head & LINE_MASK;
    if (line === 0) return allocate(BLOCK_WORDS * 2 ** list);
    const at = line * BLOCK_WORDS;
    const next = words[at] ?? 0; // may be nonsense when another thread was faster; then the exchange fails
    if (Atomics.compareExchange(words, free, head, successor(head, next)) !== head) continue;
    words.fill(0, at, at + BLOCK_WORDS * 2 ** list);
    return at;
  }
}

/** Gives a block of `takeBlock` back. `size` as it was asked for. A late `unpark` of its words does no harm: sleepers look again. */
export function giveBlock(at: number, size: number): void {
  const list = listOf(size);
  if (list === null || at / BLOCK_WORDS > LINE_MASK) return; // such a block is lost until the heap is cleared
  const free = FREE_BLOCKS + list;
  for (;;) {
    const head = Atomics.load(words, free);
    words[at] = head & LINE_MASK;
    if (Atomics.compareExchange(words, free, head, successor(head, at / BLOCK_WORDS)) === head) return;
  }
}

function successor(head: number, line: number): number {
  return (((head >>> LINE_BITS) + 1) << LINE_BITS) | (line & LINE_MASK);
}
