/** What a thread does at one moment. `lock`: waits for somebody to release · `signal`: for somebody's word · `join`: for a thread's end · `sleep`: for time to pass. */
export type ThreadActivity = "running" | "ready" | "lock" | "signal" | "join" | "sleep";

/** One stretch of one thread's time. */
export interface Span {
  /** Its place among the threads, in the order in which they were started. */
  readonly thread: number;
  readonly activity: ThreadActivity;
  readonly fromTicks: number;
  readonly toTicks: number;
}

/** Where a thread's time went, in ticks. */
export type Spent = Readonly<Record<ThreadActivity, number>>;

/** More stretches than these are summed, and not told one by one. */
const SPANS_MAX = 20_000;

/** Keeps the time of all threads of a run. Times must not go back. */
export class Account {
  readonly #spent: Record<ThreadActivity, number>[] = [];
  readonly #open: (Span | null)[] = [];
  readonly #spans: Span[] = [];
  readonly #flights = new Map<string, { now: number; max: number; ticks: number }>();
  isTruncated = false;

  /** From `now` on the thread does something else; null: it is over. */
  turn(thread: number, activity: ThreadActivity | null, now: number): void {
    const open = this.#open[thread] ?? null;
    if (open?.activity === activity) return;
    if (open) this.#close(open, now);
    this.#open[thread] = activity === null ? null : { thread, activity, fromTicks: now, toTicks: now };
  }

  /** One of `what` begins to wait for time to pass, such as a request for its answer. */
  takeOff(what: string): void {
    const flight = this.#flightOf(what);
    flight.max = Math.max(flight.max, ++flight.now);
  }

  /** It is over, after so long. */
  land(what: string, ticks: number): void {
    const flight = this.#flightOf(what);
    flight.now--;
    flight.ticks += ticks;
  }

  /** Most of them at once, and the sum of their times. */
  flightOf(what: string): { readonly max: number; readonly ticks: number } {
    return this.#flightOf(what);
  }

  /** Ends all stretches that are open. */
  finish(now: number): void {
    for (const [thread, open] of this.#open.entries()) if (open) this.turn(thread, null, now);
  }

  spentBy(thread: number): Spent {
    return this.#spentOf(thread);
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  #close({ thread, activity, fromTicks }: Span, now: number): void {
    this.#spentOf(thread)[activity] += now - fromTicks;
    if (now === fromTicks) return;
    if (this.#spans.length < SPANS_MAX) this.#spans.push({ thread, activity, fromTicks, toTicks: now });
    else this.isTruncated = true;
  }

  get flights(): readonly string[] {
    return [...this.#flights.keys()];
  }

  #flightOf(what: string) {
    const known = this.#flights.get(what) ?? { now: 0, max: 0, ticks: 0 };
    this.#flights.set(what, known);
    return known;
  }

  #spentOf(thread: number): Record<ThreadActivity, number> {
    return (this.#spent[thread] ??= { running: 0, ready: 0, lock: 0, signal: 0, join: 0, sleep: 0 });
  }
}
