import { takeBlock, words } from "@lockstep/memory/seam";
import { BY_PRIORITY, COUNT, FIFO, FIRST, LAST, LIFO, ORDER, SPARE } from "./layout.ts";
import { dropNodeContent, NEXT, NODE_WORDS } from "./node.ts";
import { popHeap, pushHeap } from "./priority-heap.ts";

/** The items of a queue, in the order in which they leave. Everything here only inside the queue's section. */

/** A node that holds nothing: one that was used before, where there is any. @throws {OutOfSharedMemoryError} */
export function takeNode(at: number): number {
  const spare = words[at + SPARE] ?? 0;
  if (spare === 0) return takeBlock(NODE_WORDS);
  words[at + SPARE] = words[spare + NEXT] ?? 0;
  return spare;
}

export function spareNode(at: number, node: number): void {
  words[node + NEXT] = words[at + SPARE] ?? 0;
  words[at + SPARE] = node;
}

/** @throws {OutOfSharedMemoryError} and nothing has changed */
export function insert(at: number, node: number): void {
  switch (words[at + ORDER] ?? FIFO) {
    case BY_PRIORITY:
      pushHeap(at, node);
      break;
    case LIFO:
      words[node + NEXT] = words[at + FIRST] ?? 0;
      words[at + FIRST] = node;
      break;
    default:
      words[node + NEXT] = 0;
      if ((words[at + FIRST] ?? 0) === 0) words[at + FIRST] = node;
      else words[(words[at + LAST] ?? 0) + NEXT] = node;
      words[at + LAST] = node;
  }
  words[at + COUNT] = (words[at + COUNT] ?? 0) + 1;
}

/** The node that leaves next; 0: there is none. */
export function removeNext(at: number): number {
  const count = words[at + COUNT] ?? 0;
  if (count === 0) return 0;
  words[at + COUNT] = count - 1;
  if (words[at + ORDER] === BY_PRIORITY) return popHeap(at, count);
  const first = words[at + FIRST] ?? 0;
  words[at + FIRST] = words[first + NEXT] ?? 0;
  return first;
}

/** Forgets all items; answers how many there were. */
export function dropAll(at: number): number {
  let dropped = 0;
  for (let node = removeNext(at); node !== 0; node = removeNext(at)) {
    dropNodeContent(node);
    spareNode(at, node);
    dropped++;
  }
  return dropped;
}
