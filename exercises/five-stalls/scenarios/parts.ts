import { i32, struct } from "@lockstep/memory";
import { mark, overlap, student } from "@lockstep/sandbox/scenario";
import { Semaphore } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import type * as Student from "../typescript/starter/stable.ts";

/** What happened in the stable; bookkeeping of ours, no part of what is watched. */
const Diary = struct("Diary", { inside: i32, most: i32, rests: i32, bolted: i32, stayed: i32 }, { quiet: true });
export type DiaryShared = InstanceType<typeof Diary>;

/** One cart and how its visit goes. */
export interface Cart {
  readonly horses: number;
  /** Goes on rather than wait. */
  readonly hurried?: boolean;
  readonly bolts?: boolean;
  /** Rests until everybody else rests too, waits, or has gone. */
  readonly meets?: boolean;
}

class BoltedError extends Error {
  override readonly name = "BoltedError";
}

export function visit(stalls: Semaphore, diary: DiaryShared, cart: Cart): void {
  const { stay, stayIfFree } = student<typeof Student>("stay", "stayIfFree");
  let bolted: BoltedError | undefined;
  const rest = () => {
    diary.inside += cart.horses;
    diary.most = Math.max(diary.most, diary.inside);
    diary.rests += 1;
    mark(`${cart.horses} rest`);
    if (cart.meets) overlap("resting").enter();
    diary.inside -= cart.horses;
    if (cart.bolts) throw (bolted = new BoltedError("A horse has bolted."));
  };
  try {
    if (!cart.hurried) stay(stalls, cart.horses, rest);
    else {
      const got: unknown = stayIfFree(stalls, cart.horses, rest); // hostile: anything may come back
      if (got === true) diary.stayed += 1;
    }
  } catch (error) {
    if (bolted === undefined || error !== bolted) throw error; // the very error
    diary.bolted += 1;
  }
}

/** Lets all carts come at once. `taken` stalls are taken by somebody who stays all day. */
export function day(places: number, carts: readonly Cart[], taken: number) {
  const stalls = new Semaphore(places, { name: "stalls" });
  const diary = new Diary();
  if (taken > 0) stalls.acquire(taken);
  const threads = carts.map(
    (cart, i) => new Thread({ target: visit, args: [stalls, diary, cart], name: `cart-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  const { most, rests, bolted, stayed } = diary;
  return { most, rests, bolted, stayed, free: stalls.value, peak: overlap("resting").peak() };
}
