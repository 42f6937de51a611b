/** Ways in which a thread can go on, as bits. */
export const GO = 1;
export const TIME_OUT = 2;
export const SPURIOUS = 4;

/** At most so many things can be waited for at once: each takes two bits. */
export const ALTERNATIVES_MAX = 12;

/** The way in which a thread that waits for several things goes on with one of them. */
export function wayOf(alternative: number, how: typeof GO | typeof TIME_OUT): number {
  return 8 << (2 * alternative + (how === GO ? 0 : 1));
}

/** Which of several things comes, and whether its time is over; null for a way of a thread that waits for one thing only. */
export function chosenIn(way: number): { readonly alternative: number; readonly how: number } | null {
  if (way < 8) return null;
  const bit = 28 - Math.clz32(way);
  return { alternative: bit >> 1, how: bit % 2 === 0 ? GO : TIME_OUT };
}

/** Whether something comes by what others do: no time-out, and not without cause. */
export function isGoing(way: number): boolean {
  return way === GO || chosenIn(way)?.how === GO;
}

/** Single ways among these, as they are tried: what comes before what is late. */
export function waysIn(ways: number): readonly number[] {
  const single: number[] = [];
  for (let way = 8; way <= ways; way <<= 1) if ((ways & way) !== 0) single.push(way);
  return single;
}

/** What a thread is answered that waited for several things: which came, what that answers, and how much time has passed. */
export interface Came {
  readonly alternative: number;
  readonly result: number;
  readonly elapsedMs: number;
}

const RESULTS = 2 ** 24;

/** @param came.result from -2 to 2^24 - 3. */
export function packed({ alternative, result, elapsedMs }: Came): number {
  return alternative + 16 * (result + 2 + RESULTS * Math.min(elapsedMs, 2 ** 24));
}

export function unpacked(answer: number): Came {
  const rest = Math.floor(answer / 16);
  return { alternative: answer % 16, result: (rest % RESULTS) - 2, elapsedMs: Math.floor(rest / RESULTS) };
}
