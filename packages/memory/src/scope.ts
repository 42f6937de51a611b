import { clearDirectoryValues, inDirectory, numberInside, numberOf, valueAt } from "./directory.ts";
import { ModuleMismatchError } from "./errors.ts";
import { allocate, words } from "./heap.ts";

/**
 * Module-level objects are shared by all threads of a program: the n-th object that a module makes while it is evaluated
 * is one and the same block in every thread. Objects made later belong to nobody but those they are given to.
 */
let scope: { readonly module: string; made: number } | null = null;

/** Evaluates a module under its name, so that what it makes is matched with what other threads made. */
export function evaluating<T>(module: string, body: () => T): T {
  const before = scope;
  scope = { module, made: 0 };
  try {
    return body();
  } finally {
    scope = before;
  }
}

export interface Block {
  readonly at: number;
  /** True for whoever has to fill it. */
  readonly fresh: boolean;
}

/** As `evaluating`, for a module that is loaded asynchronously. One at a time in a thread. */
export async function evaluatingAsync<T>(module: string, body: () => Promise<T>): Promise<T> {
  const before = scope;
  scope = { module, made: 0 };
  try {
    return await body();
  } finally {
    scope = before;
  }
}

/** What `body` makes belongs to no module: parts of an object are found through the object. */
export function apart<T>(body: () => T): T {
  const before = scope;
  scope = null;
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

/** A block for a shared object: the existing one if another thread has evaluated the same module, else a new one. */
export function shared(kind: string, size: number): Block {
  if (claimed !== null) {
    const at = claimed;
    claimed = null;
    return { at, fresh: false };
  }
  if (!scope) return { at: allocate(size), fresh: true };
  const { module } = scope;
  const order = scope.made++;
  const key = `${module}#${order}`;
  const kindNumber = numberOf(kind);
  return inDirectory(() => {
    const entry = valueAt(numberInside(key));
    const kindEntry = valueAt(numberInside(`${key}?`));
    const at = words[entry] ?? 0;
    if (at !== 0 && words[kindEntry] !== kindNumber) throw new ModuleMismatchError(module, order, kind);
    if (at !== 0) return { at, fresh: false };
    words[kindEntry] = kindNumber;
    const made = allocate(size);
    words[entry] = made;
    return { at: made, fresh: true };
  });
}

/** The name of the next class that a module declares; equal in every thread. */
export function scopeKey(name: string): string {
  return scope ? `${scope.module}:${name}` : `:${name}`;
}

/** Forgets every module-level object. Only while no thread of the program runs. */
export function forgetModules(): void {
  clearDirectoryValues();
}
