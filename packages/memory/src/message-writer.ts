import { Buffer } from "node:buffer";
import {
  BYTES,
  DOUBLE,
  FALSE,
  INTEGER,
  LATIN,
  LIST,
  NULL,
  RECORD,
  RECORD_HEAD,
  SHORT_TEXT,
  TRUE,
  UNDEFINED,
  WIDE,
} from "./message-form.ts";
import { packKeys } from "./record-keys.ts";

/** Writes plain data in the compact form, into memory of this thread that is used again and again. */

const FIRST_BYTES = 2 ** 16;
const COUNT_MAX = 255;
const DEPTH_MAX = 32;

let scratch = Buffer.alloc(FIRST_BYTES);
let view = new DataView(scratch.buffer, scratch.byteOffset, scratch.length);
/** The same bytes as words, for who copies few of them. */
export let scratchWords: Int32Array = new Int32Array(scratch.buffer);
let end = 0;

/**
 * Writes a value; answers how many bytes that took, or null where there is no compact form of it. Reads the value once,
 * which may run code of the program: that must not come here.
 */
export function writeMessage(value: unknown): number | null {
  end = 0;
  return write(value, 0) ? end : null;
}

/** What was written last. */
export function writtenBytes(length: number): Uint8Array {
  return scratch.subarray(0, length);
}

function need(bytes: number): void {
  if (end + bytes <= scratch.length) return;
  const larger = Buffer.alloc(2 ** Math.ceil(Math.log2(end + bytes)));
  larger.set(scratch.subarray(0, end));
  scratch = larger;
  view = new DataView(scratch.buffer, scratch.byteOffset, scratch.length);
  scratchWords = new Int32Array(scratch.buffer);
}

function write(value: unknown, depth: number): boolean {
  need(16);
  switch (typeof value) {
    case "number":
      writeNumber(value);
      return true;
    case "string":
      writeText(value);
      return true;
    case "boolean":
      scratch[end++] = value ? TRUE : FALSE;
      return true;
    case "undefined":
      scratch[end++] = UNDEFINED;
      return true;
    case "object":
      if (value !== null) return writeObject(value, depth);
      scratch[end++] = NULL;
      return true;
    case "bigint":
    case "function":
    case "symbol":
      return false;
  }
}

function writeNumber(value: number): void {
  if (value === (value | 0) && !Object.is(value, -0)) {
    scratch[end] = INTEGER;
    view.setInt32(end + 1, value);
    end += 5;
  } else {
    scratch[end] = DOUBLE;
    view.setFloat64(end + 1, value);
    end += 9;
  }
}

function writeText(text: string): void {
  const { length } = text;
  need(2 * length + 5);
  view.setUint32(end + 1, length);
  if (length <= SHORT_TEXT && writeShort(text, end + 5)) {
    scratch[end] = LATIN;
    end += 5 + length;
    return;
  }
  scratch[end] = WIDE;
  end += 5 + scratch.write(text, end + 5, "utf16le");
}

/** Whether every character fits into a byte. */
function writeShort(text: string, to: number): boolean {
  const target = scratch;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return false;
    target[to + i] = code;
  }
  return true;
}

function writeObject(value: object, depth: number): boolean {
  if (depth === DEPTH_MAX) return false;
  if (Array.isArray(value)) return writeList(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype && isRecord(value)) return writeRecord(value, depth);
  if (prototype !== Uint8Array.prototype || !(value instanceof Uint8Array)) return false;
  if (!(value.buffer instanceof ArrayBuffer)) return false;
  return writeBytes(value);
}

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
  return typeof value === "object";
}

function writeBytes(data: Uint8Array): boolean {
  const { length } = data;
  if (!(length === (length | 0) && length >= 0)) return false; // it says what it likes
  need(length + 5);
  scratch[end] = BYTES;
  view.setUint32(end + 1, length);
  scratch.set(data, end + 5);
  end += 5 + length;
  return true;
}

function writeList(list: readonly unknown[], depth: number): boolean {
  const { length } = list;
  if (length > COUNT_MAX) return false;
  scratch[end++] = LIST;
  scratch[end++] = length;
  for (let i = 0; i < length; i++) if (!write(list[i], depth + 1)) return false;
  return true;
}

/** All keys first: records made at one place have the same, and are known by them. */
function writeRecord(record: Readonly<Record<string, unknown>>, depth: number): boolean {
  const names = Object.keys(record);
  const keys = names.length > COUNT_MAX ? null : packKeys(names);
  if (!keys) return false;
  const { bytes, place } = keys;
  need(RECORD_HEAD + bytes.length);
  scratch[end] = RECORD;
  scratch[end + 1] = names.length;
  view.setUint16(end + 2, bytes.length);
  scratch[end + 4] = place;
  scratch.set(bytes, end + RECORD_HEAD);
  end += RECORD_HEAD + bytes.length;
  for (const name of names) if (!write(record[name], depth + 1)) return false;
  return true;
}
