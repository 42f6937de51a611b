import { student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/sum.ts";

/** The work of one slice, as heavy for each number. The same stands in `alone.ts`. */
export function heavySlice(from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    let x = (i * 7919) % 65_521;
    for (let k = 0; k < 60; k++) x = (x * 75 + 74) % 65_537;
    sum += x;
  }
  return sum;
}

/** The student's sum of work that is worth its threads. */
export default function heavy(input: { readonly length: number; readonly threads: number }) {
  return student<typeof Student>("sumAll").sumAll(heavySlice, input.length, input.threads);
}
