/** How often something may happen. */
export interface RateLimitOptions {
  /** Times within the window. */
  readonly most: number;
  readonly windowMs: number;
}

/** So many are watched at once; beyond that the one that began longest ago is forgotten. */
const KEYS_MOST = 10_000;

interface Window {
  count: number;
  readonly endsAtMs: number;
}

/**
 * Counts what happens under a key, in windows that begin with the first time. It lives in this process: with several web
 * processes each allows as much, and a restart begins anew. For what is only to be kept from running wild, and too frequent to
 * be counted in the database; guesses are counted there.
 */
export class RateLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #windows = new Map<string, Window>();

  constructor({ most, windowMs }: RateLimitOptions) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** It happens once. Answers false, and counts nothing, where that is too often. */
  take(key: string): boolean {
    const window = this.#current(key);
    if ((window?.count ?? 0) >= this.#most) return false;
    if (window !== undefined) window.count++;
    else this.#begin(key);
    return true;
  }

  #current(key: string): Window | undefined {
    const window = this.#windows.get(key);
    return window !== undefined && performance.now() < window.endsAtMs ? window : undefined;
  }

  #begin(key: string): void {
    this.#windows.delete(key); // so that it goes to the end of the order
    const [oldest] = this.#windows.keys();
    if (oldest !== undefined && this.#windows.size >= KEYS_MOST) this.#windows.delete(oldest);
    this.#windows.set(key, { count: 1, endsAtMs: performance.now() + this.#windowMs });
  }
}
