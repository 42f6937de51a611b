import type { ObjectState } from "./object-state.ts";
import type { Clocks, RaceDetector } from "./race-detector.ts";
import type { SavedThread, ThreadState } from "./thread-state.ts";

/** A state of a run, to go back to. */
export interface SavedState {
  readonly steps: number;
  readonly nowMs: number;
  readonly threads: readonly SavedThread[];
  readonly objects: readonly (Pick<ObjectState, "isThere" | "value" | "content"> & {
    readonly sleepers: readonly number[];
  })[];
  readonly clocks: Clocks;
}

/** What changes of a model in a run. */
interface Changing {
  steps: number;
  nowMs: number;
  readonly threads: ThreadState[];
  readonly objects: readonly ObjectState[];
  readonly races: RaceDetector;
}

export function savedState({ steps, nowMs, threads, objects, races }: Changing): SavedState {
  return {
    steps,
    nowMs,
    threads: threads.map((thread) => thread.save()),
    objects: objects.map(({ isThere, value, content, sleepers }) => ({
      isThere,
      value,
      content: [...content],
      sleepers: sleepers.map(({ index }) => index),
    })),
    clocks: races.save(),
  };
}

/** @param pool all threads that the model has had, by number. */
export function restoreState(
  model: Changing,
  pool: readonly ThreadState[],
  { steps, nowMs, threads, objects, clocks }: SavedState,
): void {
  model.steps = steps;
  model.nowMs = nowMs;
  model.threads.length = 0;
  model.threads.push(...pool.slice(0, threads.length));
  for (const [i, thread] of model.threads.entries()) {
    const saved = threads[i];
    if (saved) thread.restore(saved);
  }
  for (const [i, state] of model.objects.entries()) {
    const saved = objects[i];
    state.isThere = saved?.isThere ?? false;
    state.value = saved?.value ?? 0;
    state.content = saved ? [...saved.content] : [];
    state.sleepers.length = 0;
    for (const index of saved?.sleepers ?? []) {
      const sleeper = model.threads[index];
      if (sleeper) state.sleepers.push(sleeper);
    }
  }
  model.races.restore(clocks);
}
