import { Cell } from "@lockstep/memory";
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

const next = new Cell();

/** Takes the next task until there is none; answers what it did. */
export function worker(sizes: readonly number[]): readonly (readonly [task: number, sum: number])[] {
  const found: [number, number][] = [];
  for (let task = next.add(1); task < sizes.length; task = next.add(1))
    found.push([task, sumOf(task, sizes[task] ?? 0)]);
  return found;
}

/**
 * The sums of all tasks, in order: task k has `sizes[k]` places.
 * Uses as many threads as it is told, so that as many cores are at work.
 */
export function sums(sizes: readonly number[], threads: number): readonly number[] {
  const all = Array.from({ length: threads }, () => new Thread({ target: worker, args: [sizes] }));
  for (const thread of all) thread.start();
  const found = new Map(all.flatMap((thread) => thread.result() as readonly (readonly [number, number])[]));
  return sizes.map((_, task) => found.get(task) ?? 0);
}
