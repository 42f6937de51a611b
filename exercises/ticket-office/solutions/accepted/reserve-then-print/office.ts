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

function reserve(office: Office): boolean {
  return office.lock.withLock(() => {
    if (office.left < 1) return false;
    office.left = office.left - 1;
    return true;
  });
}

export function visit(office: Office, desk: Desk): boolean {
  if (desk.lookUp() < 1 || !reserve(office)) return false;
  try {
    desk.print();
    return true;
  } catch (error) {
    office.lock.withLock(() => {
      office.left = office.left + 1; // no ticket was printed: the place is free again
    });
    throw error;
  }
}
