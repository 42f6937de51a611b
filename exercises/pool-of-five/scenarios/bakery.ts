import { i32, struct } from "@lockstep/memory";
import { mark, overlap, student } from "@lockstep/sandbox/scenario";
import { activeCount, currentThread, onUncaughtError } from "@lockstep/threading";
import type * as Student from "../typescript/starter/bakery.ts";

/** What was baked, and how; bookkeeping of ours. `hands`: a bit for each thread that has baked. */
const Book = struct("Book", { baked: i32, hands: i32, burns: i32, meets: i32 }, { quiet: true });
/** Made at the top level: all threads of the round have this one. */
const book = new Book();
onUncaughtError(() => undefined); // an order that burns is the business of whoever asks for its result

/** The task of the pool. */
export function bake(order: number): number {
  book.hands |= 1 << (currentThread().ident % 32);
  mark(`bakes ${order}`);
  if (book.meets === 1) overlap("ovens").enter();
  if (order === book.burns) throw new Error("It has burnt.");
  book.baked += 1;
  return order * order + 1;
}

/** Lets the student's bakery bake. `burns`: the order that burns; 0 for none. `meets`: an oven works until all do, or wait. */
export default function bakery(input: {
  readonly orders: readonly number[];
  readonly ovens: number;
  readonly burns: number;
  readonly meets: boolean;
}) {
  const { bakeAll } = student<typeof Student>("bakeAll");
  book.burns = input.burns;
  book.meets = Number(input.meets);
  const results: unknown = bakeAll(bake, input.orders, input.ovens); // hostile: anything may come back
  const { baked, hands } = book;
  return {
    results: Array.isArray(results)
      ? results.map((result: unknown) => (typeof result === "number" ? result : null))
      : null,
    alive: activeCount(),
    baked,
    hands: hands.toString(2).replaceAll(/[^1]/g, "").length,
    peak: overlap("ovens").peak(),
  };
}
