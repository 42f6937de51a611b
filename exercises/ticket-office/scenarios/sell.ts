import { open, type OfficeShared, receive, type ReceiptShared, total } from "./parts.ts";

export function visitor(office: OfficeShared, receipt: ReceiptShared): void {
  receive(office, receipt);
}

/** Visitors come at once, each for one ticket. */
export default function sell(input: { readonly tickets: number; readonly visitors: number }) {
  const { office, receipts } = open(input.tickets, input.visitors, visitor);
  return { left: office.left, printed: total(receipts, "printed"), answered: total(receipts, "answered") };
}
