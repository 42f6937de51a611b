import { i32, struct } from "@lockstep/memory";
import { mark, overlap, student } from "@lockstep/sandbox/scenario";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import type * as Student from "../typescript/starter/bank.ts";

const Account = struct("Account", { number: i32, balance: i32, lock: Lock });
/** What one clerk's transfer did; bookkeeping of ours, no part of what is watched. */
const Slip = struct("Slip", { answered: i32, written: i32, odd: i32, dry: i32 }, { quiet: true });

type AccountShared = InstanceType<typeof Account>;
type SlipShared = InstanceType<typeof Slip>;

/** One transfer: places of the accounts in the list, and how it goes. */
export interface Order {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  /** The pen is dry. */
  readonly dry?: boolean;
  /** Writes until everybody else writes too, waits, or has gone. */
  readonly meets?: boolean;
}

class DryPenError extends Error {
  override readonly name = "DryPenError";
}

export function clerk(from: AccountShared, to: AccountShared, slip: SlipShared, order: Order, together: number): void {
  const { transfer } = student<typeof Student>("transfer");
  let dry: DryPenError | undefined;
  const book: Student.Book = Object.freeze({
    write() {
      if (order.meets) overlap("book").enter();
      const sum = from.balance + (from.number === to.number ? 0 : to.balance);
      if (together > 0 && sum !== together) slip.odd += 1;
      if (order.dry) {
        mark("the pen is dry");
        throw (dry = new DryPenError("The pen is dry."));
      }
      mark("writes it down");
      slip.written += 1;
    },
  });
  try {
    const done: unknown = transfer(from, to, order.amount, book); // hostile: anything may come back
    if (done === true) slip.answered += 1;
  } catch (error) {
    if (dry === undefined || error !== dry) throw error; // the very error
    slip.dry += 1;
  }
}

/**
 * Lets a clerk carry out each order, all at once. `agree`: all orders are between the same accounts, whose balances must
 * add up whenever something is written. `odd` counts how often they did not.
 */
export function day(balances: readonly number[], orders: readonly Order[], agree: boolean) {
  const accounts = balances.map((balance, i) => new Account({ number: 10 + i, balance }));
  const at = (i: number) => accounts[i] ?? new Account();
  const slips = orders.map(() => new Slip());
  const together = agree ? balances.reduce((sum, balance) => sum + balance, 0) : 0;
  const threads = orders.map(
    (order, i) =>
      new Thread({
        target: clerk,
        args: [at(order.from), at(order.to), slips[i] ?? new Slip(), order, together],
        name: `clerk-${i + 1}`,
      }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  const total = (field: "answered" | "written" | "odd" | "dry") => slips.reduce((sum, slip) => sum + slip[field], 0);
  return {
    balances: accounts.map(({ balance }) => balance),
    answered: total("answered"),
    written: total("written"),
    odd: total("odd"),
    dry: total("dry"),
    peak: overlap("book").peak(),
  };
}
