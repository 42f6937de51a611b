import type { Semaphore } from "@lockstep/sync";

export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  stalls.acquire(horses);
  try {
    rest();
  } finally {
    stalls.release(horses);
  }
}

export function stayIfFree(stalls: Semaphore, horses: number, rest: () => void): boolean {
  try {
    if (!stalls.tryAcquire(horses)) return false;
    rest();
    return true;
  } finally {
    stalls.release(horses);
  }
}
