import type { Semaphore } from "@lockstep/sync";

export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  stalls.acquire(horses);
  rest();
  stalls.release(horses);
}

export function stayIfFree(stalls: Semaphore, horses: number, rest: () => void): boolean {
  if (!stalls.tryAcquire(horses)) return false;
  rest();
  stalls.release(horses);
  return true;
}
