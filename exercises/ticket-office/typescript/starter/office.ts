import type { Lock } from "@lockstep/sync";

/** What all visitors share: a struct in shared memory. */
export interface Office {
  /** Tickets that can still be sold. */
  left: number;
  readonly lock: Lock;
}

/** What a visitor can do at the desk. */
export interface Desk {
  /** Reads the board and answers how many tickets are left. Takes a while; any number of visitors may look at once. */
  lookUp(): number;
  /** Prints one ticket. May throw when the paper jams: then no ticket was printed. */
  print(): void;
}

/**
 * One visitor, in a thread of their own: looks at the board, and buys a ticket if there is one.
 * Answers whether they got a ticket. An error of the printer goes on to the caller.
 */
export function visit(office: Office, desk: Desk): boolean {
  if (desk.lookUp() < 1) return false;
  desk.print();
  office.left = office.left - 1;
  return true;
}
