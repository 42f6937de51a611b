import { clearDirectoryValues, exactNumberOf, inDirectory, numberInside, ofDirectory, valueAt } from "./directory.ts";
import { ModuleMismatchError } from "./errors.ts";
import { allocate, words } from "./heap.ts";

/**
 * Module-level objects are shared by all threads of a program: the n-th object that a module makes while it is evaluated
 * is one and the same block in every thread. Objects made later belong to nobody but those they are given to.
 */
export interface Scope {
  readonly module: string;
  objects: number;
  classes: number;
}

export function scopeOf(module: string): Scope {
  return { module, objects: 0, classes: 0 };
}

let scope: Scope | null = null;
let findScope: () => Scope | null = () => scope;

/** Replaces the way in which it is found out which module is being evaluated, for a host that can't use `evaluating`. */
export function findScopeBy(find: () => Scope | null): void {
  findScope = find;
}

/** Evaluates a module under its name, so that what it makes is matched with what other threads made. */
export function evaluating<T>(module: string, body: () => T): T {
  return within(scopeOf(module), body);
}

let isApart = false;

/** What `body` makes belongs to no module: parts of an object are found through the object. */
export function apart<T>(body: () => T): T {
  const before = isApart;
  isApart = true;
  try {
    return body();
  } finally {
    isApart = before;
  }
}

function within<T>(inner: Scope, body: () => T): T {
  const before = scope;
  scope = inner;
  try {
    return body();
  } finally {
    scope = before;
  }
}

let claimed: number | null = null;

/** Makes the next shared object a handle on the block at `at`. For attaching only: whoever can call it can touch any word. */
export function attaching<T>(at: number, make: () => T): T {
  claimed = at;
  try {
    return make();
  } finally {
    claimed = null;
  }
}

export interface Block {
  readonly at: number;
  /** True for whoever has to fill it. */
  readonly fresh: boolean;
}

/**
 * A block for a shared object: the existing one if another thread has evaluated the same module, else a new one.
 * @param kind everything on which the meaning of the block's words depends: a module may evaluate differently in each
 * thread, and a number read as an address would open all of the memory.
 * @param fill writes what the object starts with, before any other thread can have it. No decision points in it.
 * @throws {ModuleMismatchError} when that thread made something else there.
 */
export function shared(kind: string, size: number, fill: (at: number) => void = () => undefined): Block {
  if (claimed !== null) {
    const at = claimed;
    claimed = null;
    return { at, fresh: false };
  }
  const current = isApart ? null : findScope();
  if (!current) {
    const at = allocate(size);
    fill(at);
    return { at, fresh: true };
  }
  const { module } = current;
  const order = current.objects++;
  const kindNumber = exactNumberOf(kind);
  const { entry, kindEntry } = placeOf(module, order);
  return inDirectory(() => {
    const at = words[entry] ?? 0;
    if (at !== 0 && words[kindEntry] !== kindNumber) throw new ModuleMismatchError(module, order, kind);
    if (at !== 0) return { at, fresh: false };
    words[kindEntry] = kindNumber;
    const made = allocate(size);
    fill(made);
    words[entry] = made;
    return { at: made, fresh: true };
  });
}

/** Where it is written down which block the module's object with this number is, and of which kind. */
interface ObjectPlace {
  readonly entry: number;
  readonly kindEntry: number;
}

function placeOf(module: string, order: number): ObjectPlace {
  let places = placesOfModules().get(module);
  if (!places) placesOfModules().set(module, (places = []));
  return (places[order] ??= makePlace(module, order));
}
const placesOfModules = ofDirectory(() => new Map<string, ObjectPlace[]>());

function makePlace(module: string, order: number): ObjectPlace {
  const key = `${exactNumberOf(module)}#${order}`; // a name in the directory is cut where it is long
  return inDirectory(() => ({ entry: valueAt(numberInside(key)), kindEntry: valueAt(numberInside(`${key}?`)) }));
}

/** Which class an object is of, so that another thread finds it: by its module's name for it, or one of ours (`module` null). */
export interface ClassKey {
  readonly module: string | null;
  readonly name: string;
}

/** The place of a class in the module that declares it: the number of classes before it. */
export interface ClassPlace {
  readonly module: string;
  readonly order: number;
}

/** The place of the next class that a module declares; null for one that is declared elsewhere, which others can't find. */
export function nextClass(): ClassPlace | null {
  const current = findScope();
  return current && { module: current.module, order: current.classes++ };
}

/** @param kind as for `shared`. */
export function classKey({ module, order }: ClassPlace, kind: string): ClassKey {
  return { module, name: `${module}#${order}:${kind}` };
}

/** Forgets every module-level object. Only while no thread of the program runs. */
export function forgetModules(): void {
  clearDirectoryValues();
}
