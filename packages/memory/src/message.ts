import { deserialize, serialize } from "node:v8";
import { copyOut } from "./block-bytes.ts";
import { bytes, words } from "./heap.ts";
import { BY_PLATFORM } from "./message-form.ts";
import { readMessage } from "./message-reader.ts";
import { scratchWords, writeMessage, writtenBytes } from "./message-writer.ts";
import { decode, encode } from "./transfer.ts";

/**
 * Values as bytes, to lie in shared memory until another thread takes them.
 *
 * Plain data of the usual kinds has a compact form of its own, since the platform's costs more than everything else that
 * a queue does. Whatever else can go to another thread (see `encode`) is packed by the platform.
 */

/** Copied one by one, which is faster for so few than the platform's copy. */
const FEW_WORDS = 64;

/** Reading a value may run code of the program, a getter, and that may pack: then the writer's memory is taken. */
let isPacking = false;
/** What the platform packed last; null where the last value has the compact form, and lies in the writer's memory. */
let packed: Uint8Array | null = null;

/**
 * Packs a value; answers how many bytes that are. They are kept until the next call in this thread: see `copyPackedIn`.
 * @throws {NotTransferableError} naming the part that can't cross.
 */
export function packHere(value: unknown): number {
  packed = null;
  const length = isPacking ? null : written(value);
  if (length !== null) return length;
  packed = packedByPlatform(value);
  return packed.length;
}

function written(value: unknown): number | null {
  isPacking = true;
  try {
    return writeMessage(value);
  } finally {
    isPacking = false;
    packed = null; // a getter may have packed
  }
}

/** Copies the `length` bytes of `packHere` to the word at `at`, and up to three more. */
export function copyPackedIn(at: number, length: number): void {
  const count = (length + 3) >> 2;
  if (packed) bytes.set(packed, at * 4);
  else if (count > FEW_WORDS) bytes.set(writtenBytes(length), at * 4);
  else {
    const [from, to] = [scratchWords, words];
    for (let i = 0; i < count; i++) to[at + i] = from[i] ?? 0;
  }
}

/** As `packHere`: the bytes themselves. They lie in this thread's memory until the next call. */
export function pack(value: unknown): Uint8Array {
  const length = packHere(value);
  return packed ?? writtenBytes(length);
}

function packedByPlatform(value: unknown): Uint8Array {
  return withHead(serialize(encode(value)));
}

function withHead(all: Uint8Array): Uint8Array {
  const message = new Uint8Array(all.length + 1);
  message[0] = BY_PLATFORM;
  message.set(all, 1);
  return message;
}

/**
 * As `pack`, for data that is encoded already, or that has no shared objects in it. They lie in this thread's memory until
 * the next call.
 */
export function packData(data: unknown): Uint8Array {
  const length = isPacking ? null : written(data);
  return length === null ? withHead(serialize(data)) : writtenBytes(length);
}

/** What `packData` packed. */
export function unpackData(data: Uint8Array): unknown {
  return data[0] === BY_PLATFORM ? deserialize(data.subarray(1)) : readMessage(data);
}

/**
 * The value again, in any thread. Bytes behind it don't matter.
 * @throws {NotTransferableError} when a shared object's class is not declared by this thread's modules.
 */
export function unpack(data: Uint8Array): unknown {
  return data[0] === BY_PLATFORM ? decode(deserialize(data.subarray(1))) : readMessage(data);
}

const fewWords = new Int32Array(FEW_WORDS);
const fewBytes = new Uint8Array(fewWords.buffer);

/** As `unpack`: the value whose `length` bytes lie in shared memory from the word at `at` on. @throws {NotTransferableError} */
export function unpackAt(at: number, length: number): unknown {
  const count = (length + 3) >> 2;
  if (count > FEW_WORDS) return unpack(copyOut(at, length));
  const [from, to] = [words, fewWords];
  for (let i = 0; i < count; i++) to[i] = from[at + i] ?? 0;
  return unpack(fewBytes);
}
