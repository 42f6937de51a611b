import type { Semaphore } from "@lockstep/sync";

export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  void horses;
  stalls.withPermit(rest);
}

export function stayIfFree(stalls: Semaphore, horses: number, rest: () => void): boolean {
  void horses;
  if (!stalls.tryAcquire()) return false;
  try {
    rest();
  } finally {
    stalls.release();
  }
  return true;
}
