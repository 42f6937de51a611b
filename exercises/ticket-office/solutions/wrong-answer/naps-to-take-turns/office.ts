import { Cell } from "@lockstep/memory";
import type { Lock } from "@lockstep/sync";
import { currentThread } from "@lockstep/threading";

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

const PAUSE_MS = 20;

export function visit(office: Office, desk: Desk): boolean {
  if (desk.lookUp() < 1) return false;
  new Cell().park(0, currentThread().ident * PAUSE_MS); // everybody naps for another time: "now it is my turn"
  if (office.left < 1) return false;
  desk.print();
  office.left = office.left - 1;
  return true;
}
