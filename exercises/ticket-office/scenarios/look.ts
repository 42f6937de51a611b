import { overlap } from "@lockstep/sandbox/scenario";
import { open, type OfficeShared, receive, type ReceiptShared } from "./parts.ts";

export function visitor(office: OfficeShared, receipt: ReceiptShared): void {
  receive(office, receipt, { onLook: () => overlap("look-up").enter() });
}

/** How many visitors look at the board at once, when each looks until everybody else is looking, waiting or gone. */
export default function look(input: { readonly tickets: number; readonly visitors: number }) {
  open(input.tickets, input.visitors, visitor);
  return { peak: overlap("look-up").peak() };
}
