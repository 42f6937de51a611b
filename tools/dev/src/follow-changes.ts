import { setInterval } from "node:timers/promises";

/**
 * Looks at something again and again, and tells each new state of it once it is the same in two looks that follow each other:
 * not in the middle of an edit. A look that throws, as when a file goes while it is read, counts as a state of its own.
 * Returns when the signal is aborted; one change is told after the other.
 */
export async function followChanges(options: {
  readonly look: () => string;
  /** The state that is known already. */
  readonly from: string;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly changed: () => Promise<void>;
}): Promise<void> {
  const { look, everyMs, signal, changed } = options;
  let told = options.from;
  let before: string | undefined;
  try {
    for await (const _ of setInterval(everyMs, undefined, { signal })) {
      const now = orNothing(look);
      if (now !== undefined && now === before && now !== told) {
        told = now;
        await changed();
      }
      before = now;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function orNothing(look: () => string): string | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
