/** What stands first in the bytes of a message, and of each value in it. */

/** Packed by the platform; the others are of our own form, see `message.ts`. */
export const BY_PLATFORM = 0;
export const UNDEFINED = 1;
export const NULL = 2;
export const TRUE = 3;
export const FALSE = 4;
export const INTEGER = 5;
export const DOUBLE = 6;
export const LATIN = 7;
export const WIDE = 8;
export const BYTES = 9;
export const LIST = 10;
export const RECORD = 11;

/** A longer text is copied by the platform, which is faster then. In characters. */
export const SHORT_TEXT = 48;
/** Bytes that are made anew one by one, which is faster for so few than the platform's copy. */
export const FEW_BYTES = 256;
/** In front of a record's keys: what it is · how many keys · in how many bytes (two) · their place in the reader's list. */
export const RECORD_HEAD = 5;
/** Lists of keys that a reader knows; a place in it is one byte. */
export const KNOWN_LISTS = 256;
