import { Cell } from "@lockstep/memory";
import { Barrier, Lock, RWLock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

/** Programs that release what is not theirs, or whose action fails: whoever does it is told, and nobody else is harmed. */

const lock = new Lock();
const inside = new Cell();
const library = new RWLock();
const failing = new Barrier(2, {
  action() {
    throw new RangeError("stop");
  },
});

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

/** What each target answers, all in threads of their own. */
function together<T>(...targets: readonly (() => T)[]): readonly T[] {
  const threads = targets.map((target) => new Thread({ target }));
  for (const thread of threads) thread.start();
  return threads.map((thread) => thread.result());
}

/** What a call answers: the name of the error that it throws, else "done". */
function told(call: () => unknown): string {
  try {
    call();
    return "done";
  } catch (error) {
    return error instanceof Error ? error.name : "?";
  }
}

export function leave(): string {
  return told(() => library.read.release());
}

/** While it writes: whether a reader comes in. */
export function write(): string {
  library.write.acquire();
  const isShared = library.read.tryAcquire();
  return isShared ? "a reader is in" : told(() => library.write.release());
}

/** Two threads leave for one reader while a writer comes; then nobody is in, and one writer can come. */
export function leaveTogether() {
  library.read.acquire();
  const [one = "", other = "", wrote] = together(leave, leave, write);
  const left = [one, other].toSorted(byText);
  return { left, wrote, readers: library.readers, writes: library.write.tryAcquire() };
}

export function giveBack(): string {
  return told(() => lock.release());
}

export function takeAndGiveBack(): string {
  lock.acquire();
  inside.add(1); // others come in between
  return giveBack();
}

/** Two threads release a lock that was acquired once, while a third acquires and releases it. Then it is free, for one. */
export function releaseTogether() {
  lock.acquire();
  const done = together(giveBack, giveBack, takeAndGiveBack).toSorted(byText);
  return { done, taken: [told(() => lock.acquire()), lock.tryAcquire()] };
}

/** What a thread is told at a barrier whose action fails, and whether that is broken by then. */
export function meet(): string {
  return `${told(() => failing.wait())}, ${failing.broken ? "broken" : "whole"}`;
}

export function meetInVain() {
  return together(meet, meet).toSorted(byText);
}
