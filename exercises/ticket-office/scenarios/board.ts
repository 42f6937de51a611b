import { Cell } from "@lockstep/memory";
import { open, type OfficeShared, receive, type ReceiptShared } from "./parts.ts";

/** Visitors who look at the board at the moment. */
const looking = new Cell();

export function visitor(office: OfficeShared, receipt: ReceiptShared): void {
  const onLook = () => {
    receipt.beside = Math.max(receipt.beside, looking.add(1));
    looking.add(-1);
  };
  receive(office, receipt, { onLook });
}

/** How many others a visitor saw at the board: which numbers are possible depends on who has to wait for whom. */
export default function board(input: { readonly tickets: number; readonly visitors: number }) {
  const { receipts } = open(input.tickets, input.visitors, visitor);
  return { beside: Math.max(...receipts.map(({ beside }) => beside)) };
}
