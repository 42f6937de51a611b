import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

const CLERKS = 4;
const COINS_PER_CLERK = 50_000;

/** One till, shared by all clerks. */
const Till = struct("Till", { coins: i32, lock: Lock });
type Till = InstanceType<typeof Till>;

export function hasty(till: Till): void {
  for (let i = 0; i < COINS_PER_CLERK; i++) till.coins = till.coins + 1;
}

export function careful(till: Till): void {
  for (let i = 0; i < COINS_PER_CLERK; i++) {
    till.lock.withLock(() => {
      till.coins = till.coins + 1;
    });
  }
}

/** Lets all clerks put their coins in at once, and counts. */
function dayWith(clerk: (till: Till) => void): number {
  const till = new Till({ coins: 0 });
  const threads = Array.from(
    { length: CLERKS },
    (_, i) => new Thread({ target: clerk, args: [till], name: `clerk-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return till.coins;
}

if (import.meta.main) {
  console.log(`put in:       ${CLERKS * COINS_PER_CLERK}`);
  console.log(`without lock: ${dayWith(hasty)}`);
  console.log(`with lock:    ${dayWith(careful)}`);
}
