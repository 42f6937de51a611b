import { i32, struct } from "@lockstep/memory";
import { Barrier, Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

/** One jar, shared by all children. */
const Jar = struct("Jar", { sweets: i32, lock: Lock });
type Jar = InstanceType<typeof Jar>;

/** Reads, waits until the other child has read as well, writes: the bad moment, made certain. */
export function unlucky(jar: Jar, bothHaveRead: Barrier): void {
  const sweets = jar.sweets;
  bothHaveRead.wait();
  jar.sweets = sweets - 1;
}

/** Reads and writes under the lock, as often as `takings` says. */
export function careful(jar: Jar, takings: number): void {
  for (let i = 0; i < takings; i++) {
    jar.lock.withLock(() => {
      jar.sweets = jar.sweets - 1;
    });
  }
}

function startAndJoin(threads: readonly Thread<never[], void>[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

export function main(): void {
  const jar = new Jar({ sweets: 100 });
  const bothHaveRead = new Barrier(2);
  startAndJoin([1, 2].map(() => new Thread({ target: unlucky, args: [jar, bothHaveRead] })));
  console.log(`two unlucky takings from 100:  ${jar.sweets} left`);

  jar.sweets = 100;
  startAndJoin([1, 2, 3, 4].map(() => new Thread({ target: careful, args: [jar, 25] })));
  console.log(`a hundred careful ones, by 4:  ${jar.sweets} left`);
}

if (import.meta.main) main();
