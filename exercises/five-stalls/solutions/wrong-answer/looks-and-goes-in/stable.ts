import type { Semaphore } from "@lockstep/sync";
import { sleep } from "@lockstep/threading";

export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  while (stalls.value < horses) sleep(10);
  rest();
}

export function stayIfFree(stalls: Semaphore, horses: number, rest: () => void): boolean {
  if (stalls.value < horses) return false;
  rest();
  return true;
}
