import type { Semaphore } from "@lockstep/sync";

/** Gives the permits back at the end of the block. */
function given(stalls: Semaphore, horses: number): Disposable {
  return { [Symbol.dispose]: () => stalls.release(horses) };
}

export function stay(stalls: Semaphore, horses: number, rest: () => void): void {
  stalls.acquire(horses);
  using permits = given(stalls, horses);
  void permits;
  rest();
}

export function stayIfFree(stalls: Semaphore, horses: number, rest: () => void): boolean {
  if (!stalls.tryAcquireFor(0, horses)) return false;
  using permits = given(stalls, horses);
  void permits;
  rest();
  return true;
}
