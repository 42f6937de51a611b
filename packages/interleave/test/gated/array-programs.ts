import { F64Array, I32Array, struct, i32, U8Array } from "@lockstep/memory";
import { Thread } from "@lockstep/threading";

/** Programs with arrays that have more elements than there is room for names. */

export const LENGTH = 10_000;
const kinds = { I32Array, F64Array, U8Array };

export function fill(row: I32Array): void {
  for (let i = 0; i < row.length; i++) row.set(i, i);
}
/** Touches each element, and makes what has a name of its own after that. */
export function touchesAll(): readonly number[] {
  const row = new I32Array(LENGTH, { name: "row" });
  const thread = new Thread({ target: fill, args: [row] });
  thread.start();
  thread.join();
  const Sum = struct("Sum", { value: i32 });
  const sum = new Sum({});
  sum.value = row.get(LENGTH - 1);
  return [row.get(0), sum.value];
}

export function addToLast(row: I32Array): void {
  row.set(LENGTH - 1, row.get(LENGTH - 1) + 1);
}
/** Two threads add to one element, without a lock. */
export function racesAtLast(kind: keyof typeof kinds): number {
  const row = new kinds[kind](LENGTH, { name: "row" });
  row.set(0, 1);
  const threads = [1, 2].map(() => new Thread({ target: addToLast, args: [row] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return row.get(LENGTH - 1);
}
