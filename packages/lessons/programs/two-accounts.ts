import { i32, struct } from "@lockstep/memory";
import { Barrier, Lock } from "@lockstep/sync";
import { currentThread, Thread } from "@lockstep/threading";

const Account = struct("Account", { number: i32, balance: i32, lock: Lock });
type Account = InstanceType<typeof Account>;

/** Locks the one who pays, then tries the one who gets; all meet in between, so that each has its first lock by then. */
export function payerFirst(from: Account, to: Account, meeting: Barrier): string {
  return from.lock.withLock(() => {
    meeting.wait();
    const isFree = to.lock.tryAcquire(); // acquire() would wait for ever
    if (isFree) to.lock.release();
    meeting.wait();
    return `${currentThread().name} has ${from.number}, can have ${to.number}: ${isFree}`;
  });
}

/** Locks the lower number first, whichever way the money goes. */
export function lowerFirst(from: Account, to: Account, times: number): void {
  const [first, second] = from.number < to.number ? [from, to] : [to, from];
  for (let i = 0; i < times; i++) {
    first.lock.withLock(() =>
      second.lock.withLock(() => {
        from.balance -= 1;
        to.balance += 1;
      }),
    );
  }
}

export function main(): void {
  const a = new Account({ number: 1, balance: 100 });
  const b = new Account({ number: 2, balance: 100 });
  const meeting = new Barrier(2);
  const ann = new Thread({ target: payerFirst, args: [a, b, meeting], name: "Ann" });
  const ben = new Thread({ target: payerFirst, args: [b, a, meeting], name: "Ben" });
  for (const thread of [ann, ben]) thread.start();
  for (const thread of [ann, ben]) console.log(thread.result());

  const there = new Thread({ target: lowerFirst, args: [a, b, 1000] });
  const back = new Thread({ target: lowerFirst, args: [b, a, 1000] });
  for (const thread of [there, back]) thread.start();
  for (const thread of [there, back]) thread.join();
  console.log(`lower number first: all done, ${a.balance} and ${b.balance}`);
}

if (import.meta.main) main();
