import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

const CLERKS = 4;
const COINS_PER_CLERK = 1000;

/** One till, shared by all clerks. */
const Till = struct("Till", { coins: i32, lock: Lock });
type Till = InstanceType<typeof Till>;

/** Weighs a coin: slow, and touches nothing that is shared. */
function weigh(): number {
  let weight = 0;
  for (let step = 0; step < 20_000; step++) weight = (weight * 31 + step) % 1009;
  return weight < 1009 ? 1 : 0;
}

/** Reads the sum, weighs the coin, writes the new sum. */
export function hasty(till: Till): void {
  for (let i = 0; i < COINS_PER_CLERK; i++) {
    const sum = till.coins;
    till.coins = sum + weigh();
  }
}

/** Weighs the coin first; reads and writes under the lock. */
export function careful(till: Till): void {
  for (let i = 0; i < COINS_PER_CLERK; i++) {
    const coin = weigh();
    till.lock.withLock(() => {
      till.coins = till.coins + coin;
    });
  }
}

/** Lets all clerks work at once; answers what is in the till when they have gone home. */
export function day(clerk: (till: Till) => void): number {
  const till = new Till({ coins: 0 });
  const threads = Array.from(
    { length: CLERKS },
    (_, i) => new Thread({ target: clerk, args: [till], name: `clerk-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return till.coins;
}

export function main(): void {
  console.log(`coins put in: ${CLERKS * COINS_PER_CLERK}`);
  console.log(`without lock: ${day(hasty)}`);
  console.log(`with lock:    ${day(careful)}`);
}

if (import.meta.main) main();
