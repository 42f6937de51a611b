import { KNOWN_LISTS, SHORT_TEXT } from "./message-form.ts";

/**
 * Keys of records on their way out. Records made at one place have the same keys, so the bytes of a list of keys are
 * made once, and found again by the keys in their order: a tree with a branch for each key.
 */
interface Branch {
  /** The branch that was taken last: nearly always the next one too. */
  lastKey: string | null;
  last: Branch | null;
  readonly others: Map<string, Branch>;
  /** The bytes of the keys up to here; null before anybody asked. */
  bytes: Uint8Array | null;
  /** Where a reader looks for them first. */
  place: number;
}

const BRANCHES_MAX = 4096;

let root = newBranch();
let branches = 0;

function newBranch(): Branch {
  return { lastKey: null, last: null, others: new Map(), bytes: null, place: 0 };
}

/** A list of keys as bytes: each key's length, then its characters, a byte each. */
export interface PackedKeys {
  readonly bytes: Uint8Array;
  /** A hash of the bytes, from 0 to 255. */
  readonly place: number;
}

/** Null for keys that are too long or don't fit into bytes. */
export function packKeys(keys: readonly string[]): PackedKeys | null {
  let branch = root;
  for (const key of keys) branch = branch.lastKey === key && branch.last ? branch.last : follow(branch, key);
  const { bytes, place } = branch;
  return bytes ? { bytes, place } : made(branch, keys);
}

function follow(branch: Branch, key: string): Branch {
  let next = branch.others.get(key);
  if (!next) {
    if (++branches > BRANCHES_MAX) {
      root = newBranch(); // keys that are data: what was known is made anew
      branches = 0;
    }
    next = newBranch();
    branch.others.set(key, next);
  }
  branch.lastKey = key;
  branch.last = next;
  return next;
}

function made(branch: Branch, keys: readonly string[]): PackedKeys | null {
  const codes: number[] = [];
  for (const key of keys) {
    if (key.length > SHORT_TEXT) return null;
    codes.push(key.length);
    for (let i = 0; i < key.length; i++) codes.push(key.charCodeAt(i));
  }
  if (codes.some((code) => code > 255)) return null;
  let hash = codes.length;
  for (const code of codes) hash = (Math.imul(hash, 31) + code) | 0;
  branch.bytes = Uint8Array.from(codes);
  branch.place = hash & (KNOWN_LISTS - 1);
  return { bytes: branch.bytes, place: branch.place };
}
