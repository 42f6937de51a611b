/** So many streams of one student may be open at once, over all tabs. A browser opens six at most to one server. */
const WATCHERS_MOST = 20;

/** Counts the open streams of each student, so that nobody can hold the server's connections. One for each process. */
export class Watchers {
  readonly #open = new Map<string, number>();

  /** Counts one more until it is disposed of; null where that would be too many. */
  enter(studentId: string): Disposable | null {
    const open = this.#open.get(studentId) ?? 0;
    if (open >= WATCHERS_MOST) return null;
    this.#open.set(studentId, open + 1);
    return { [Symbol.dispose]: () => this.#leave(studentId) };
  }

  #leave(studentId: string): void {
    const open = (this.#open.get(studentId) ?? 1) - 1;
    if (open === 0) this.#open.delete(studentId);
    else this.#open.set(studentId, open);
  }
}
