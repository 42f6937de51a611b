import { ofThread } from "@lockstep/memory/seam";
import type { Thread } from "./thread.ts";

/** Is given an error that left a thread's function, in that thread, before it ends. */
export type UncaughtHook = (error: unknown, thread: Thread) => void;

const here = ofThread((): { hook: UncaughtHook | null } => ({ hook: null }));

/**
 * Sets what happens with an error that leaves the function of a thread other than the main one; null: it is reported, and
 * ends the program (see the README). Answers what was set before.
 *
 * **Threads**: for the calling thread only, since functions don't cross. Call it at the top level of a module, and every
 * thread that loads the module has it. **Source**: CPython's `threading.excepthook`.
 * @example
 * onUncaughtError((error, thread) => console.error(`${thread.name}: ${error}`));
 */
export function onUncaughtError(to: UncaughtHook | null): UncaughtHook | null {
  const before = here().hook;
  here().hook = to;
  return before;
}

/** Gives the hook an error; answers whether there is one, and it took it. An error of its own counts instead of the first. */
export function handle(error: unknown, thread: Thread): { readonly isHandled: boolean; readonly error: unknown } {
  const { hook } = here();
  if (!hook) return { isHandled: false, error };
  try {
    hook(error, thread);
    return { isHandled: true, error };
  } catch (another) {
    return { isHandled: false, error: another };
  }
}
