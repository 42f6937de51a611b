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
  if (!stalls.tryAcquire(horses)) return false;
  try {
    rest();
  } finally {
    stalls.release(horses);
  }
  return true;
}
