import { Lock } from "@lockstep/sync";

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

/** Only one may stand at the board. */
const board = new Lock();

export function visit(office: Office, desk: Desk): boolean {
  if (board.withLock(() => desk.lookUp()) < 1) return false;
  office.lock.acquire();
  try {
    if (office.left < 1) return false; // somebody may have bought the last one since we looked
    desk.print();
    office.left = office.left - 1;
    return true;
  } finally {
    office.lock.release();
  }
}
