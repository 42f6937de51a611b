import { copyOut, copyPackedIn, doubles, giveBlock, packHere, takeBlock, unpack, words } from "@lockstep/memory/seam";

/**
 * One item in shared memory: a block of 128 bytes, in which small items lie whole. Nodes belong to their queue and are
 * used again; the section of the queue guards them, except a node that only its own thread knows.
 */

export const NODE_WORDS = 32;
export const NEXT = 0;
const KIND = 1;
const LENGTH = 2;
const BLOCK_AT = 3;
/** Half the word's index, since it is a double's. */
const PRIORITY = 2;
const CAME = 3;
const NUMBER = 4;
const PAYLOAD = 8;

/** Bytes that lie in the node itself; more get a block of their own. */
export const INLINE_BYTES = (NODE_WORDS - PAYLOAD) * 4;

// Kinds of content.
const A_NUMBER = 0;
const INLINE = 1;
const APART = 2;

/** An item on its way in: a number as it is, everything else packed, and in a block of its own if it is large. */
export interface Content {
  readonly number: number;
  /** Of the packed item; -1: it is a number. */
  readonly length: number;
  /** 0: it lies in this thread's memory, until something else is packed. */
  readonly blockAt: number;
}

/**
 * Packs an item. Outside the section: that may run code of the program, and fail.
 * @param isKept something else may be packed before it is written.
 * @throws {NotTransferableError} @throws {OutOfSharedMemoryError}
 */
export function contentOf(item: unknown, isKept: boolean): Content {
  if (typeof item === "number") return { number: item, length: -1, blockAt: 0 };
  const length = packHere(item);
  if (length <= INLINE_BYTES && !isKept) return { number: 0, length, blockAt: 0 };
  const blockAt = takeBlock(Math.ceil(length / 4));
  copyPackedIn(blockAt, length);
  return { number: 0, length, blockAt };
}

/** Gives back what an item took that didn't get in. */
export function dropContent({ length, blockAt }: Content): void {
  if (blockAt !== 0) giveBlock(blockAt, Math.ceil(length / 4));
}

export function writeNode(node: number, { number, length, blockAt }: Content): void {
  if (length < 0) {
    words[node + KIND] = A_NUMBER;
    doubles[node / 2 + NUMBER] = number;
    return;
  }
  words[node + LENGTH] = length;
  if (blockAt !== 0) {
    words[node + KIND] = APART;
    words[node + BLOCK_AT] = blockAt;
    return;
  }
  words[node + KIND] = INLINE;
  copyPackedIn(node + PAYLOAD, length);
}

// What was read last in this thread, until it is made a value outside the section.
let readKind = A_NUMBER;
let readNumber = 0;
let readLength = 0;
let readBlockAt = 0;
const readWords = new Int32Array(INLINE_BYTES / 4);
const readBytes = new Uint8Array(readWords.buffer);

/** Reads a node that is about to be used again. `takeRead` gives the value. */
export function readNode(node: number): void {
  readKind = words[node + KIND] ?? A_NUMBER;
  if (readKind === A_NUMBER) {
    readNumber = doubles[node / 2 + NUMBER] ?? 0;
    return;
  }
  readLength = words[node + LENGTH] ?? 0;
  readBlockAt = words[node + BLOCK_AT] ?? 0;
  if (readKind === APART) return;
  const [from, to] = [words, readWords];
  for (let i = (readLength + 3) >> 2; i-- > 0;) to[i] = from[node + PAYLOAD + i] ?? 0;
}

/** The value of the node that was read last. Outside the section, once. */
export function takeRead(): unknown {
  if (readKind === A_NUMBER) return readNumber;
  if (readKind === INLINE) return unpack(readBytes);
  const packed = copyOut(readBlockAt, readLength);
  giveBlock(readBlockAt, Math.ceil(readLength / 4));
  return unpack(packed);
}

/** Gives back what an item holds that nobody will take. */
export function dropNodeContent(node: number): void {
  if (words[node + KIND] === APART) giveBlock(words[node + BLOCK_AT] ?? 0, Math.ceil((words[node + LENGTH] ?? 0) / 4));
}

export function setRank(node: number, priority: number, came: number): void {
  doubles[node / 2 + PRIORITY] = priority;
  doubles[node / 2 + CAME] = came;
}

/** Whether one leaves before the other: the smaller priority, then who came first. */
export function isBefore(node: number, other: number): boolean {
  const a = doubles[node / 2 + PRIORITY] ?? 0;
  const b = doubles[other / 2 + PRIORITY] ?? 0;
  return a < b || (a === b && (doubles[node / 2 + CAME] ?? 0) < (doubles[other / 2 + CAME] ?? 0));
}
