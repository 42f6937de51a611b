import { LINK, primitiveLinks, textOf, words } from "@lockstep/memory/seam";
import { EXCLUSIVE, ownerOf } from "./permit-state.ts";
import { lookAtWaiters } from "./permits.ts";
import { FLAGS, HAS_QUEUE, nameOf } from "./primitive.ts";
import { readWaiter, reportOfWaiter } from "./waiters.ts";

/** One thread that waits. */
export interface Waiting {
  readonly thread: string;
  /** Name of the primitive. */
  readonly on: string;
  /** Who holds it; null where nobody does, or where there isn't one holder. */
  readonly heldBy: string | null;
  /** `file:line` where it waits; null before it has waited some time, and where lines can't be seen. */
  readonly line: string | null;
}

/** Who waits for whom, at one moment. */
export interface WaitGraph {
  /** Every thread that sleeps on a lock, a semaphore, a condition or a barrier. */
  readonly waiting: readonly Waiting[];
  /** Those of them that wait for one another in a circle, so that none of them can ever go on; empty: no deadlock. */
  readonly deadlocked: readonly Waiting[];
  /** As sentences. */
  toString(): string;
}

/**
 * Looks who waits for whom among the locks of this program. From any thread, at full speed too, and without stopping
 * anybody: a circle of holders is certain, since none of them can leave it; the rest may be out of date as you read it.
 */
export function waitGraph(): WaitGraph {
  const found = [...primitiveLinks()].flatMap((link) => {
    const at = link - LINK;
    if (words[at + HAS_QUEUE] !== 1) return [];
    const owner = ((words[at + FLAGS] ?? 0) & EXCLUSIVE) === 0 ? 0 : ownerOf(at);
    return lookAtWaiters(at, (waiter) => {
      const { threadName, line } = reportOfWaiter(waiter);
      return { number: readWaiter(waiter).thread, name: textOf(threadName), on: nameOf(at), owner, line };
    });
  });
  const names = new Map(found.map(({ number, name }) => [number, name]));
  const holders = new Map(found.filter(({ owner }) => owner !== 0).map(({ number, owner }) => [number, owner]));
  const told = found.map(({ number, name, on, owner, line }) => ({
    number,
    thread: name,
    on,
    heldBy: owner === 0 ? null : (names.get(owner) ?? `thread ${owner}`),
    line: line === 0 ? null : textOf(line) || null,
  }));
  const inCircle = (from: number): boolean => {
    const seen = new Set<number>();
    for (let at = holders.get(from); at !== undefined && !seen.has(at); at = holders.get(at)) {
      if (at === from) return true;
      seen.add(at);
    }
    return false;
  };
  const plain = ({ number: _number, ...waiting }: (typeof told)[number]): Waiting => waiting;
  const waiting = told.map(plain);
  const deadlocked = told.filter(({ number }) => inCircle(number)).map(plain);
  return { waiting, deadlocked, toString: () => describe(waiting, deadlocked) };
}

function describe(waiting: readonly Waiting[], deadlocked: readonly Waiting[]): string {
  const lines = (deadlocked.length > 0 ? deadlocked : waiting).map(({ thread, on, heldBy, line }) => {
    const holder = heldBy === null ? "" : `, held by ${heldBy}`;
    return `${thread} waits for ${on}${holder}${line === null ? "" : `, at ${line}`}.`;
  });
  if (deadlocked.length > 0) return ["Deadlock: none of these threads can ever go on.", ...lines].join("\n");
  return waiting.length === 0 ? "Nobody waits." : lines.join("\n");
}
