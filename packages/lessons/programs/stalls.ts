import { i32, struct } from "@lockstep/memory";
import { BoundedSemaphore, Lock } from "@lockstep/sync";
import { sleep, Thread } from "@lockstep/threading";

const STALLS = 5;
const OWNERS = 7;
const CARTS_PER_OWNER = 3;

/** Five stalls, and a list at the door of how many rest. */
const Stable = struct("Stable", {
  stalls: BoundedSemaphore.of(STALLS),
  resting: i32,
  most: i32,
  visits: i32,
  list: Lock,
});
type Stable = InstanceType<typeof Stable>;

/** Writes on the list that horses came or went. Up to five are inside at once: this needs a lock of its own. */
function note(stable: Stable, change: 1 | -1): void {
  stable.list.withLock(() => {
    stable.resting += change;
    stable.most = Math.max(stable.most, stable.resting);
    if (change === 1) stable.visits += 1;
  });
}

/** The carts of one owner, one after another. */
export function carts(stable: Stable, count: number): void {
  for (let i = 0; i < count; i++) {
    stable.stalls.withPermit(() => {
      note(stable, 1);
      sleep(20);
      note(stable, -1);
    });
  }
}

export function main(): void {
  const stable = new Stable();
  const owners = Array.from({ length: OWNERS }, () => new Thread({ target: carts, args: [stable, CARTS_PER_OWNER] }));
  for (const owner of owners) owner.start();
  for (const owner of owners) owner.join();
  console.log(`visits: ${stable.visits}`);
  console.log(`never more than ${STALLS} at once: ${stable.most <= STALLS}`);
  console.log(`free at the end: ${stable.stalls.value}`);
}

if (import.meta.main) main();
