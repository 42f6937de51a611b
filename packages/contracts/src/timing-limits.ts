/**
 * How much of a run on virtual cores is told. An entry of its own, without schemas: every worker of every box loads it.
 */

/** Equal parts into which the time of a run is cut for its picture. */
export const TIMELINE_PARTS = 60;

/** More threads than these are not told one by one. */
export const TOLD_THREADS_MAX = 64;
