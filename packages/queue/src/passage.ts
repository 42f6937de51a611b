import { enterSection, gate, leaveSection, words } from "@lockstep/memory/seam";
import { give, giveOne } from "@lockstep/sync/seam";
import { ShutDownError } from "./errors.ts";
import { CAME, CLOSED, isBounded, nameAt, SECTION, toGet, toPut, UNFINISHED } from "./layout.ts";
import { type Content, dropContent, readNode, setRank, takeRead, writeNode } from "./node.ts";
import { insert, removeNext, spareNode, takeNode } from "./store.ts";

/** An item's way into a queue and out of it, once there is a permit for it. */

/** With a permit to put, where there is a limit. @throws {ShutDownError} @throws {OutOfSharedMemoryError} and the permit is given back */
export function enter(at: number, content: Content, priority: number): void {
  let isIn = false;
  enterSection(at + SECTION);
  try {
    if (words[at + CLOSED] === 0) {
      const node = takeNode(at);
      writeNode(node, content);
      words[at + CAME] = (words[at + CAME] ?? 0) + 1;
      setRank(node, priority, words[at + CAME] ?? 0);
      insert(at, node);
      words[at + UNFINISHED] = (words[at + UNFINISHED] ?? 0) + 1;
      isIn = true;
    }
  } finally {
    leaveSection(at + SECTION);
    if (!isIn) {
      dropContent(content);
      if (isBounded(at)) give(toPut(at), 1);
    }
  }
  if (!isIn) throw new ShutDownError(nameAt(at));
  gate?.log("write", nameAt(at));
  giveOne(toGet(at));
}

/** With a permit to get. @throws {ShutDownError} for the permit that a shutdown left; it is passed on */
export function leave(at: number): unknown {
  enterSection(at + SECTION);
  const node = removeNext(at);
  if (node !== 0) {
    readNode(node);
    spareNode(at, node);
  }
  leaveSection(at + SECTION);
  if (node === 0) {
    give(toGet(at), 1);
    throw new ShutDownError(nameAt(at));
  }
  const value = takeRead();
  if (isBounded(at)) give(toPut(at), 1);
  gate?.log("read", nameAt(at));
  return value;
}
