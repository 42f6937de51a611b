import { OutOfSharedMemoryError } from "./errors.ts";
import { DIRECTORY_AT, DIRECTORY_COUNT, DIRECTORY_MUTEX, DIRECTORY_WORDS, currentHeap, words } from "./heap.ts";

/**
 * Names that all threads of a program know by the same number, each with one word of shared value.
 * Entry: value, length, then one character a word. Entries are only ever added, so a number once read stays right.
 */

const TEXT_MAX = 96;
/** Words that are left for what must have an entry: a program that makes many names loses names, and nothing else. */
const RESERVE_WORDS = DIRECTORY_WORDS / 4;
/** Stands for every name that found no room: reports get poorer, nothing breaks. */
const OVERFLOW = "…";

const numbers = new Map<string, number>();
const texts: string[] = [];
const places: number[] = [];
let known: Int32Array | null = null;
let end = DIRECTORY_AT;

function forgetOtherHeap(): void {
  currentHeap();
  if (known === words) return;
  known = words;
  end = DIRECTORY_AT;
  numbers.clear();
  texts.length = 0;
  places.length = 0;
}

/** Reads what other threads added since. Only with the mutex held, or when no other thread adds. */
function readNew(): void {
  const count = Atomics.load(words, DIRECTORY_COUNT);
  while (texts.length < count) {
    const length = words[end + 1] ?? 0;
    let text = "";
    for (let i = 0; i < length; i++) text += String.fromCharCode(words[end + 2 + i] ?? 0);
    places.push(end);
    numbers.set(text, texts.push(text));
    end += 2 + length;
  }
}

let isInside = false;

/**
 * Runs `body` while no other thread uses the directory; a thread that is inside already just goes on. Spins: it is held for microseconds, and even a thread that must not sleep comes here.
 * In gated rounds nobody else runs, so it is always free.
 */
export function inDirectory<T>(body: () => T): T {
  if (isInside) return body();
  forgetOtherHeap();
  while (Atomics.compareExchange(words, DIRECTORY_MUTEX, 0, 1) !== 0);
  isInside = true;
  try {
    return body();
  } finally {
    isInside = false;
    Atomics.store(words, DIRECTORY_MUTEX, 0);
  }
}

/**
 * The number of `text`, the same in every thread; 0 when the directory is full. Only inside `inDirectory`.
 * @param reserveWords left free.
 */
export function numberInside(text: string, reserveWords: number = 0): number {
  const short = text.slice(0, TEXT_MAX);
  readNew();
  const before = numbers.get(short);
  if (before !== undefined) return before;
  if (end + 2 + short.length > DIRECTORY_AT + DIRECTORY_WORDS - reserveWords) return 0;
  words[end] = 0;
  words[end + 1] = short.length;
  for (let i = 0; i < short.length; i++) words[end + 2 + i] = short.charCodeAt(i);
  Atomics.add(words, DIRECTORY_COUNT, 1);
  readNew();
  return texts.length;
}

/**
 * The number of a name, the same in every thread; 0 when there is no more room for names. What is no text becomes one here,
 * once: an object could answer differently at each look, and so write beyond its entry.
 */
export function numberOf(text: string): number {
  return knownOrNew(text, RESERVE_WORDS);
}

function knownOrNew(text: string, reserveWords: number): number {
  const given: unknown = text;
  const short = String(given).slice(0, TEXT_MAX);
  forgetOtherHeap();
  return numbers.get(short) ?? inDirectory(() => numberInside(short, reserveWords));
}

/** What a worker keeps of the current heap's directory: `make` makes it, once for each heap. */
export function ofDirectory<T>(make: () => T): () => T {
  let made: { readonly of: typeof words; readonly data: T } | null = null;
  return () => {
    currentHeap();
    if (made?.of !== words) made = { of: words, data: make() };
    return made.data;
  };
}

/** Characters of a text that fit into one entry behind the number of what goes before them. */
const PART_MAX = 80;

/**
 * The number of a text of any length: two different texts never have the same.
 * @throws {OutOfSharedMemoryError} when the directory is full.
 */
export function exactNumberOf(text: string): number {
  const before = exact().get(text);
  if (before !== undefined) return before;
  let number = 0;
  for (let at = 0; at === 0 || at < text.length; at += PART_MAX) {
    number = knownOrNew(`${number}:${text.slice(at, at + PART_MAX)}`, 0);
    if (number === 0) throw new OutOfSharedMemoryError(text.length * 4, DIRECTORY_WORDS * 4);
  }
  exact().set(text, number);
  return number;
}
const exact = ofDirectory(() => new Map<string, number>());

/** The text with this number. */
export function textOf(number: number): string {
  forgetOtherHeap();
  if (number > texts.length) inDirectory(readNew);
  return texts[number - 1] ?? OVERFLOW;
}

/**
 * The address of the shared word that belongs to a name.
 * @throws {OutOfSharedMemoryError} for a name that found no room: it has no word, and must not get another name's.
 */
export function valueAt(number: number): number {
  const at = places[number - 1];
  if (at === undefined) throw new OutOfSharedMemoryError(4, DIRECTORY_WORDS * 4);
  return at;
}

/** Sets every name's word to 0. Only while no thread of the program runs. */
export function clearDirectoryValues(): void {
  inDirectory(() => {
    readNew();
    for (const at of places) words[at] = 0;
  });
}
