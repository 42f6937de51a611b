import { open, type OfficeShared, receive, type ReceiptShared, Receipt, total } from "./parts.ts";

export function visitor(office: OfficeShared, receipt: ReceiptShared, index: number): void {
  receive(office, receipt, { jams: index === 0 });
}

/** The printer jams for the first visitor; the others, and one who comes when all have left, must get on. */
export default function jam(input: { readonly tickets: number; readonly visitors: number }) {
  const { office, receipts } = open(input.tickets, input.visitors, visitor);
  const late = new Receipt();
  receive(office, late);
  return {
    left: office.left,
    printed: total([...receipts, late], "printed"),
    answered: total([...receipts, late], "answered"),
    jams: total(receipts, "jams"),
    latePrinted: late.printed,
  };
}
