import type { Semaphore } from "@lockstep/sync";

export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  for (let i = 0; i < horses; i++) stalls.acquire();
  try {
    rest();
  } finally {
    for (let i = 0; i < horses; i++) stalls.release();
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
