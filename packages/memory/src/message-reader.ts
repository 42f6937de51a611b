import { Buffer } from "node:buffer";
import {
  BY_PLATFORM,
  BYTES,
  DOUBLE,
  FALSE,
  FEW_BYTES,
  INTEGER,
  LATIN,
  LIST,
  NULL,
  RECORD,
  RECORD_HEAD,
  TRUE,
  UNDEFINED,
  WIDE,
} from "./message-form.ts";

/** Reads the compact form. Keys and short texts that were seen before are found again instead of made again. */

/** What was read last: a caller that always brings the same bytes gets by with one view of them. */
let given: Uint8Array = new Uint8Array();
let source: Buffer = Buffer.from(given.buffer);
let from = 0;

/** The value in these bytes. What stands behind it doesn't matter. */
export function readMessage(data: Uint8Array): unknown {
  if (data !== given) {
    given = data;
    source = Buffer.from(data.buffer, data.byteOffset, data.length);
  }
  from = 0;
  return read();
}

function read(): unknown {
  switch (source[from++] ?? BY_PLATFORM) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case TRUE:
      return true;
    case FALSE:
      return false;
    case INTEGER:
      return source.readInt32BE((from += 4) - 4);
    case DOUBLE:
      return source.readDoubleBE((from += 8) - 8);
    case LATIN:
      return readShort(readLength());
    case WIDE: {
      const length = readLength() * 2;
      return source.toString("utf16le", from, (from += length));
    }
    case BYTES:
      return readBytes(readLength());
    case LIST: {
      const list: unknown[] = [];
      for (let left = source[from++] ?? 0; left > 0; left--) list.push(read());
      return list;
    }
    case RECORD:
      return readRecord();
    default:
      throw new RangeError("These bytes are no message.");
  }
}

function readLength(): number {
  return source.readUInt32BE((from += 4) - 4);
}

function readBytes(length: number): Uint8Array {
  const start = (from += length) - length;
  if (length > FEW_BYTES) return new Uint8Array(source.subarray(start, from));
  const [all, copy] = [source, new Uint8Array(length)];
  for (let i = 0; i < length; i++) copy[i] = all[start + i] ?? 0;
  return copy;
}

/** Short texts seen before, by a hash of their characters. */
const texts: string[] = [];
const TEXTS = 256;

function readShort(length: number): string {
  const start = (from += length) - length;
  const all = source;
  let hash = length;
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + (all[start + i] ?? 0)) | 0;
  const place = hash & (TEXTS - 1);
  const before = texts[place];
  if (before !== undefined && before.length === length && isText(before, start)) return before;
  return (texts[place] = source.toString("latin1", start, from));
}

function isText(text: string, at: number): boolean {
  const all = source;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== all[at + i]) return false;
  return true;
}

function readRecord(): object {
  const count = source[from] ?? 0;
  const length = source.readUInt16BE(from + 1);
  const place = source[from + 3] ?? 0;
  from += RECORD_HEAD - 1;
  const { keys, arePlain } = keysAt(from, length, count, place);
  from += length;
  const record: Record<string, unknown> = {};
  for (const key of keys) {
    const value = read();
    if (arePlain) record[key] = value;
    else Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return record;
}

/** The keys of a record. Plain: none is one that objects have already, which assigning would call or change. */
interface Keys {
  readonly bytes: Uint8Array;
  readonly keys: readonly string[];
  readonly arePlain: boolean;
}

/** Lists of keys seen before, at the places that their writers gave them. */
const known: Keys[] = [];

function keysAt(at: number, length: number, count: number, place: number): Keys {
  const before = known[place];
  if (before && isSame(before.bytes, at, length)) return before;
  const keys: string[] = [];
  for (let i = 0, key = at; i < count; i++) {
    const size = source[key] ?? 0;
    keys.push(source.toString("latin1", key + 1, key + 1 + size));
    key += 1 + size;
  }
  const arePlain = !keys.some((key) => key in Object.prototype);
  return (known[place] = { bytes: new Uint8Array(source.subarray(at, at + length)), keys, arePlain });
}

function isSame(bytes: Uint8Array, at: number, length: number): boolean {
  const all = source;
  if (bytes.length !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[i] !== all[at + i]) return false;
  return true;
}
