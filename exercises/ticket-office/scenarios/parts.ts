import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import { mark, student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/office.ts";

const Office = struct("Office", { left: i32, lock: Lock });
/** What one visitor did; bookkeeping of ours, no part of what is watched. */
const Receipt = struct("Receipt", { answered: i32, printed: i32, jams: i32, beside: i32 }, { quiet: true });

export type OfficeShared = InstanceType<typeof Office>;
export type ReceiptShared = InstanceType<typeof Receipt>;

class PaperJamError extends Error {
  override readonly name = "PaperJamError";
}

/** Lets one visitor in. `jams`: the printer jams for them. `onLook`: called while they look at the board. */
export function receive(
  office: OfficeShared,
  receipt: ReceiptShared,
  options: { readonly jams?: boolean; readonly onLook?: () => void } = {},
): void {
  const { visit } = student<typeof Student>("visit");
  let jam: PaperJamError | undefined;
  const desk: Student.Desk = Object.freeze({
    lookUp() {
      options.onLook?.();
      return office.left;
    },
    print() {
      if (options.jams) {
        mark("paper jam");
        throw (jam = new PaperJamError("The printer has a paper jam."));
      }
      mark("prints a ticket");
      receipt.printed += 1;
    },
  });
  try {
    const got: unknown = visit(office, desk); // hostile: anything may come back
    if (got === true) receipt.answered += 1;
  } catch (error) {
    if (jam === undefined || error !== jam) throw error; // the very error: a class can be made to call anything its instance
    receipt.jams += 1;
  }
}

export interface Day {
  readonly office: OfficeShared;
  readonly receipts: readonly ReceiptShared[];
}

/** Opens an office and lets `visitors` threads run `body`; returns when all have left. */
export function open(
  tickets: number,
  visitors: number,
  body: (office: OfficeShared, receipt: ReceiptShared, index: number) => void,
): Day {
  const office = new Office({ left: tickets });
  const receipts = Array.from({ length: visitors }, () => new Receipt());
  const threads = receipts.map(
    (receipt, i) => new Thread({ target: body, args: [office, receipt, i], name: `visitor-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return { office, receipts };
}

export function total(receipts: readonly ReceiptShared[], field: "answered" | "printed" | "jams"): number {
  return receipts.reduce((sum, receipt) => sum + receipt[field], 0);
}

export { Receipt };
