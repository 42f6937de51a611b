// oxlint-disable-next-line import/no-unassigned-import -- it defines lockdown, harden and Compartment
import "ses";

/** Frames kept of an error: enough to see a student's function beneath a deep call of ours. */
const FRAMES_MAX = 50;

let locked = false;

/**
 * Freezes every intrinsic of this thread and takes away what is not determined: clocks, randomness. Once a thread, after
 * our own packages are loaded and before any student code. `error.stack` is empty from then on; `stackOf` still knows it.
 */
export function lockRealm(): void {
  if (locked) return;
  Error.stackTraceLimit = FRAMES_MAX;
  lockdown({
    errorTaming: "safe", // "unsafe" would show students the frames and paths of the machinery around them
    consoleTaming: "unsafe",
    overrideTaming: "severe",
    stackFiltering: "verbose",
    errorTrapping: "none",
    unhandledRejectionTrapping: "none",
  });
  locked = true;
}

/** Freezes a value and all that can be reached from it. After `lockRealm`. */
export function hardened<T>(value: T): T {
  return harden(value);
}

declare global {
  /** Left by ses in the start compartment only. */
  var getStackString: ((error: Error) => string) | undefined;
}

/** The frames of an error as the engine recorded them, whatever has been done to the error since. After `lockRealm`. */
export function stackOf(error: Error): string {
  return globalThis.getStackString?.(error) ?? "";
}
