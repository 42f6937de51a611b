/** What has the same key is done one after another, in the order of asking. In this process. */
export class Turns {
  readonly #most: number;
  readonly #lines = new Map<string, { length: number; last: Promise<unknown> }>();

  /** @param options.most So many may stand in one line, whoever's turn it is among them. */
  constructor({ most }: { readonly most: number }) {
    this.#most = most;
  }

  /** Does it when all that asked before are done, however they ended. Null, and not done, where the line is full. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T | null> {
    const line = this.#lines.get(key) ?? { length: 0, last: Promise.resolve() };
    if (line.length >= this.#most) return null;
    this.#lines.set(key, line);
    line.length++;
    const done = line.last.then(work);
    line.last = done.catch(() => undefined); // whoever asked is told
    try {
      return await done;
    } finally {
      line.length--;
      if (line.length === 0) this.#lines.delete(key);
    }
  }
}
