import { elapse, student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/bakery.ts";

/** Of five orders one, a cake, takes four times as long as a loaf. */
const CAKE_MS = 400;
const LOAF_MS = 100;

/** The task of the pool, with the time that baking takes. */
export function bakeSlowly(order: number): number {
  elapse("bake", order % 5 === 0 ? CAKE_MS : LOAF_MS);
  return order * order + 1;
}

/** Lets the student's bakery bake loaves and cakes. */
export default function rush(input: { readonly orders: readonly number[]; readonly ovens: number }) {
  const results: unknown = student<typeof Student>("bakeAll").bakeAll(bakeSlowly, input.orders, input.ovens);
  return Array.isArray(results) ? results.length : -1; // hostile: anything may come back
}
