import { Lock } from "@lockstep/sync";
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

const lock = new Lock();

/** A thread's share: tasks `first`, `first` + `step`, … */
export function share(sizes: readonly number[], first: number, step: number): readonly number[] {
  const found: number[] = [];
  for (let task = first; task < sizes.length; task += step)
    lock.withLock(() => {
      found.push(sumOf(task, sizes[task] ?? 0));
    });
  return found;
}

/**
 * The sums of all tasks, in order: task k has `sizes[k]` places.
 * Uses as many threads as it is told, so that as many cores are at work.
 */
export function sums(sizes: readonly number[], threads: number): readonly number[] {
  const all = Array.from(
    { length: threads },
    (_, first) => new Thread({ target: share, args: [sizes, first, threads] }),
  );
  for (const thread of all) thread.start();
  const shares = all.map((thread) => thread.result() as readonly number[]);
  return sizes.map((_, task) => shares[task % threads]?.[Math.floor(task / threads)] ?? 0);
}
