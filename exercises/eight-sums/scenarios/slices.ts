import { i32, struct } from "@lockstep/memory";
import { mark, overlap, student } from "@lockstep/sandbox/scenario";
import { activeCount, onUncaughtError } from "@lockstep/threading";
import type * as Student from "../typescript/starter/sum.ts";

/** What was worked through, and how; bookkeeping of ours. */
const Book = struct(
  "Book",
  { slices: i32, numbers: i32, largest: i32, smallest: i32, meets: i32, fails: i32 },
  { quiet: true },
);
/** Made at the top level: all threads of the round have this one. */
const book = new Book({ smallest: 1_000_000, fails: -1 });
onUncaughtError(() => undefined); // a slice that fails is the business of whoever asks for its result

class SliceError extends Error {
  override readonly name = "SliceError";
}

/** The heavy work; here it is light, for what is watched is who does it when. */
export function sumSlice(from: number, to: number): number {
  const size = Math.max(0, to - from);
  book.slices += 1;
  book.numbers += size;
  book.largest = Math.max(book.largest, size);
  book.smallest = Math.min(book.smallest, size);
  mark(`sums ${from} to ${to}`);
  if (book.meets === 1) overlap("slices").enter();
  if (from <= book.fails && book.fails < to) throw new SliceError("This slice has failed.");
  let sum = 0;
  for (let i = from; i < to; i++) sum += i + 1;
  return sum;
}

/** Lets the student sum up. `fails`: the slice with this number fails; -1 for none. */
export default function slices(input: {
  readonly length: number;
  readonly threads: number;
  readonly meets: boolean;
  readonly fails: number;
}) {
  const { sumAll } = student<typeof Student>("sumAll");
  book.meets = Number(input.meets);
  book.fails = input.fails;
  let sum: unknown = null;
  let failed = false;
  try {
    sum = sumAll(sumSlice, input.length, input.threads); // hostile: anything may come back
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "SliceError") throw error;
    failed = true;
  }
  const alive = activeCount();
  const { slices: count, numbers, largest, smallest } = book;
  const peak = overlap("slices").peak();
  return { sum: typeof sum === "number" ? sum : null, failed, alive, slices: count, numbers, largest, smallest, peak };
}
