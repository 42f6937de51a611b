/** What a server saw of one client in one round. */
export interface FlightFigures {
  /** Most requests that were under way at once. */
  readonly most: number;
  /**
   * ∫ requests in flight dt ÷ wall time, from the first request to the last answer. A request is in flight for as long as
   * it was meant to wait and no longer: an answer that comes late lengthens the round and adds nothing here.
   */
  readonly mean: number;
  readonly wallMs: number;
  /** Time in which at least one answer was late: the server, not the client, kept somebody waiting. */
  readonly overdueMs: number;
  readonly answered: number;
  /** Requests without their answer when the round was over. */
  readonly unanswered: number;
}

interface Flight {
  readonly fromMs: number;
  readonly dueMs: number;
}

/**
 * Keeps account of requests under way, at the side that answers them. Times are of one clock that never goes back, in ms.
 *
 * A busy machine can lower the mean and not raise it: what is integrated are the waits themselves, which the server chose,
 * and everything that load adds lengthens the wall time below them.
 */
export class FlightLog {
  readonly #underWay = new Map<number, Flight>();
  readonly #late: (readonly [number, number])[] = [];
  #most = 0;
  #answered = 0;
  #areaMs = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  /** A request has come, and is to be answered after `waitMs`. False: one of this number is under way already. */
  begin(id: number, nowMs: number, waitMs: number): boolean {
    if (this.#underWay.has(id)) return false;
    this.#underWay.set(id, { fromMs: nowMs, dueMs: nowMs + waitMs });
    this.#most = Math.max(this.#most, this.#underWay.size);
    this.#firstMs = Math.min(this.#firstMs, nowMs);
    return true;
  }

  /** It is answered now. */
  end(id: number, nowMs: number): void {
    const flight = this.#underWay.get(id);
    if (!flight) return;
    this.#underWay.delete(id);
    this.#answered++;
    this.#areaMs += Math.min(nowMs, flight.dueMs) - flight.fromMs;
    if (nowMs > flight.dueMs) this.#late.push([flight.dueMs, nowMs]);
    this.#lastMs = nowMs;
  }

  figures(): FlightFigures {
    const wallMs = Math.max(0, this.#lastMs - this.#firstMs);
    return {
      most: this.#most,
      mean: wallMs === 0 ? 0 : this.#areaMs / wallMs,
      wallMs,
      overdueMs: lengthOfUnion(this.#late),
      answered: this.#answered,
      unanswered: this.#underWay.size,
    };
  }
}

function lengthOfUnion(intervals: readonly (readonly [number, number])[]): number {
  let length = 0;
  let coveredTo = -Infinity;
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    length += Math.max(0, to - Math.max(from, coveredTo));
    coveredTo = Math.max(coveredTo, to);
  }
  return length;
}
