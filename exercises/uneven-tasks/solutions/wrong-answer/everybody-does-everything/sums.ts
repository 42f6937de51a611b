import { Thread } from "@lockstep/threading";

/** One step of the work: a number for place `i` of task `task`. Takes some time; the same for the same places, always. */
export function heavy(task: number, i: number): number {
  let x = (task * 7919 + i * 104_729) % 65_521;
  for (let k = 0; k < 20; k++) x = (x * 75 + 74) % 65_537;
  return x;
}

/** One task: the sum over places 0 to `size` - 1. */
export function sumOf(task: number, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += heavy(task, i);
  return sum;
}

/** All tasks. */
export function share(sizes: readonly number[]): readonly number[] {
  return sizes.map((size, task) => sumOf(task, size));
}

/**
 * The sums of all tasks, in order: task k has `sizes[k]` places.
 * Uses as many threads as it is told, so that as many cores are at work.
 */
export function sums(sizes: readonly number[], threads: number): readonly number[] {
  const all = Array.from({ length: threads }, () => new Thread({ target: share, args: [sizes] }));
  for (const thread of all) thread.start();
  const shares = all.map((thread) => thread.result() as readonly number[]);
  return shares[0] ?? [];
}
