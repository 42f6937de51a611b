import { takeBlock, words } from "@lockstep/memory/seam";
import { append, nextInChain, pass, takeLeftNode } from "./chain.ts";
import { BY_PRIORITY, CAME, countAt, FIFO, FIRST, ORDER, SPARE, TAKEN } from "./layout.ts";
import { type Content, dropNodeContent, NEXT, NODE_WORDS, readNode, setRank, writeNode } from "./node.ts";
import { popHeap, pushHeap } from "./priority-heap.ts";

/** The items of a queue, in the order in which they leave. */

/** In the section of those who put. @throws {OutOfSharedMemoryError} and nothing has changed */
export function insert(at: number, content: Content, priority: number): void {
  const came = (words[at + CAME] ?? 0) + 1;
  if (words[at + ORDER] === FIFO) {
    const node = takeLeftNode(at);
    writeNode(node, content);
    append(at, node);
  } else {
    const node = takeSpare(at);
    writeNode(node, content);
    setRank(node, priority, came);
    if (words[at + ORDER] === BY_PRIORITY) pushHeap(at, node, countAt(at));
    else {
      words[node + NEXT] = words[at + FIRST] ?? 0;
      words[at + FIRST] = node;
    }
  }
  words[at + CAME] = came;
}

function takeSpare(at: number): number {
  const spare = words[at + SPARE] ?? 0;
  if (spare === 0) return takeBlock(NODE_WORDS);
  words[at + SPARE] = words[spare + NEXT] ?? 0;
  return spare;
}

/** Takes out the item that leaves next, and reads it: see `takeRead`. Answers false where there is none. In the section of those who take. */
export function readNext(at: number): boolean {
  return removeNext(at, readNode);
}

/** @param before what is to be done with its node while nobody can use that again. */
function removeNext(at: number, before: (node: number) => void): boolean {
  const isFifo = words[at + ORDER] === FIFO;
  const count = isFifo ? 0 : countAt(at);
  const node = isFifo ? nextInChain(at) : count === 0 ? 0 : removed(at, count);
  if (node === 0) return false;
  before(node);
  words[at + TAKEN] = (words[at + TAKEN] ?? 0) + 1;
  if (isFifo) pass(at, node);
  else {
    words[node + NEXT] = words[at + SPARE] ?? 0;
    words[at + SPARE] = node;
  }
  return true;
}

function removed(at: number, count: number): number {
  if (words[at + ORDER] === BY_PRIORITY) return popHeap(at, count);
  const first = words[at + FIRST] ?? 0;
  words[at + FIRST] = words[first + NEXT] ?? 0;
  return first;
}

/** Forgets all items; answers how many there were. In both sections. */
export function dropAll(at: number): number {
  let dropped = 0;
  while (removeNext(at, dropNodeContent)) dropped++;
  return dropped;
}
