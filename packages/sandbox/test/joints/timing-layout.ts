/** What a worker of the timing joint writes down: its exact CPU time and wall time, and that it is done. */
export const SLOT = { cpuTimeMs: 0, wallTimeMs: 1, count: 2 } as const;
export const THREADS = 2;
/** Words beside the slots: workers that wait for the start, the start, workers that are done. */
export const WORD = { ready: 0, go: 1, done: 2 } as const;

export interface TimingMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly slots: Float64Array<SharedArrayBuffer>;
}
