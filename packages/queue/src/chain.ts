import { gate, load, store, takeBlock, words } from "@lockstep/memory/seam";
import { FIRST, LAST, LEFT, PASSED, SPARE, TAKEN } from "./layout.ts";
import { NEXT, NODE_WORDS } from "./node.ts";

/**
 * The items of a FIFO queue: a chain of nodes, of which one side changes the one end and the other side the other, so that
 * who puts and who takes don't meet. The node at the front holds nothing: its item is gone, or there never was one.
 * Nodes that were left behind stay linked, and those who put use them again from the far end.
 *
 * **Invariant**: from `SPARE` along the links come the nodes that can be used again, up to `PASSED`, then those that are
 * being left, up to `FIRST`, then the items, up to `LAST`. Who takes has a permit, so that the node it finds is linked.
 * **Source**: the two-lock queue of M. Michael and M. Scott (1996); using nodes again as in D. Vyukov's unbounded SPSC queue.
 */

/** Nodes are given back so many at a time: each time costs both sides a look at the other's memory. A power of two. */
const LEFT_TOGETHER = 16;

/** A node that holds nothing, outside the chain. In the section of those who put. @throws {OutOfSharedMemoryError} */
export function takeLeftNode(at: number): number {
  const spare = words[at + SPARE] ?? 0;
  if (spare === words[at + PASSED]) {
    const left = load(at + LEFT);
    if (left === spare) return takeBlock(NODE_WORDS);
    words[at + PASSED] = left;
  }
  words[at + SPARE] = words[spare + NEXT] ?? 0;
  return spare;
}

/** In the section of those who put. */
export function append(at: number, node: number): void {
  words[node + NEXT] = 0;
  words[(words[at + LAST] ?? 0) + NEXT] = node;
  words[at + LAST] = node;
}

/** The node of the item that leaves next; 0: there is none. In the section of those who take. */
export function nextInChain(at: number): number {
  return words[(words[at + FIRST] ?? 0) + NEXT] ?? 0;
}

/** The item of the next node is gone. In the section of those who take. */
export function pass(at: number, node: number): void {
  words[at + FIRST] = node;
  // In gated rounds each at once: so there is no queue too short to try it.
  if (gate !== null || ((words[at + TAKEN] ?? 0) & (LEFT_TOGETHER - 1)) === 0) store(at + LEFT, node);
}
