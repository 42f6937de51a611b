import { enterSection, gate, leaveSection, words } from "@lockstep/memory/seam";
import { give, giveOne } from "@lockstep/sync/seam";
import { ShutDownError } from "./errors.ts";
import { CLOSED, isBounded, nameAt, PUTTING, takingSection, toGet, toPut, UNFINISHED } from "./layout.ts";
import { type Content, dropContent, takeRead } from "./node.ts";
import { insert, readNext } from "./store.ts";

/** An item's way into a queue and out of it, once there is a permit for it. */

/** With a permit to put, where there is a limit. @throws {ShutDownError} @throws {OutOfSharedMemoryError} and the permit is given back */
export function enter(at: number, content: Content, priority: number): void {
  let isIn = false;
  enterSection(at + PUTTING);
  try {
    if (words[at + CLOSED] === 0) {
      insert(at, content, priority);
      words[at + UNFINISHED] = (words[at + UNFINISHED] ?? 0) + 1;
      isIn = true;
    }
  } finally {
    leaveSection(at + PUTTING);
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
  const section = takingSection(at);
  enterSection(section);
  const isRead = readNext(at);
  leaveSection(section);
  if (!isRead) {
    give(toGet(at), 1);
    throw new ShutDownError(nameAt(at));
  }
  const value = takeRead();
  if (isBounded(at)) give(toPut(at), 1);
  gate?.log("read", nameAt(at));
  return value;
}
