import { giveBlock, takeBlock, words } from "@lockstep/memory/seam";
import { FIRST, LAST } from "./layout.ts";
import { isBefore } from "./node.ts";

/**
 * A binary heap of nodes: `FIRST` is the address of its block, `LAST` how many words that has. Only inside the section.
 * Source: J. W. J. Williams, Algorithm 232 (1964); ties by a number that each item gets when it comes.
 */

const FIRST_WORDS = 64;

/** @throws {OutOfSharedMemoryError} and nothing has changed */
export function pushHeap(at: number, node: number, count: number): void {
  if (count === (words[at + LAST] ?? 0)) grow(at, count);
  const heap = words[at + FIRST] ?? 0;
  let place = count;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = words[heap + above] ?? 0;
    if (!isBefore(node, parent)) break;
    words[heap + place] = parent;
    place = above;
  }
  words[heap + place] = node;
}

/** The node that leaves first of `count`. */
export function popHeap(at: number, count: number): number {
  const heap = words[at + FIRST] ?? 0;
  const top = words[heap] ?? 0;
  const last = words[heap + count - 1] ?? 0;
  const left = count - 1;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= left) break;
    if (below + 1 < left && isBefore(words[heap + below + 1] ?? 0, words[heap + below] ?? 0)) below++;
    const child = words[heap + below] ?? 0;
    if (!isBefore(child, last)) break;
    words[heap + place] = child;
    place = below;
  }
  words[heap + place] = last;
  return top;
}

function grow(at: number, count: number): void {
  const before = words[at + FIRST] ?? 0;
  const size = count === 0 ? FIRST_WORDS : count * 2;
  const heap = takeBlock(size);
  words.copyWithin(heap, before, before + count);
  words[at + FIRST] = heap;
  words[at + LAST] = size;
  if (count > 0) giveBlock(before, count);
}
