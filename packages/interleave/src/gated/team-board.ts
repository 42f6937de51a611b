import { type Drawn, ROUND_MAX } from "../draw.ts";
import { Hash } from "../hash.ts";

// Words: rounds begun · the next ticket · schedules told · the first ticket that nobody will take · then for each team what it has told, at its ticket's place.
const ROUND = 0;
const NEXT = 1;
const TOLD = 2;
const UNTAKEN = 3;
const RECORDS_AT = 4;
const RECORD_WORDS = 6;
// Of a record. The ticket is written last, plus 1.
const TICKET = 0;
const STEPS = 1;
const DECISIONS = 2;
const THREADS = 3;
/** Two words. */
const DIGEST = 4;

/** What a team tells of a schedule: enough to know whether anything is new in it. */
export interface Told extends Pick<Drawn, "steps" | "decisions" | "threads"> {
  /** Equal for schedules of one exploration that have shown the same. */
  readonly digest: string;
}

/**
 * Where teams of threads draw tickets for schedules, and tell what they saw. Tickets count on from round to round and from
 * exploration to exploration, so that a team which is late takes none of a later round, and is mistaken for nobody.
 *
 * **Threads**: any. Each team writes records of its own only.
 */
export class TeamBoard {
  readonly memory: SharedArrayBuffer;
  readonly #w: Int32Array<SharedArrayBuffer>;

  /** @param memory of a board that another thread has made. */
  constructor(teams: number, memory: SharedArrayBuffer | null = null) {
    this.memory = memory ?? new SharedArrayBuffer(4 * (RECORDS_AT + teams * ROUND_MAX * RECORD_WORDS));
    this.#w = new Int32Array(this.memory);
  }

  /** Begins a round at this ticket. Its teams have been told before of what it is about. */
  begin(from: number): void {
    Atomics.store(this.#w, UNTAKEN, 2 ** 31 - 1);
    Atomics.store(this.#w, NEXT, from);
    Atomics.add(this.#w, ROUND, 1);
    Atomics.notify(this.#w, ROUND);
  }

  get round(): number {
    return Atomics.load(this.#w, ROUND);
  }

  /** Sleeps until another round has begun. */
  awaitRound(after: number): void {
    Atomics.wait(this.#w, ROUND, after);
  }

  /** A ticket below `to`; null: all are taken. */
  take(to: number): number | null {
    for (;;) {
      const next = Atomics.load(this.#w, NEXT);
      if (next >= to) return null;
      if (Atomics.compareExchange(this.#w, NEXT, next, next + 1) === next) return next;
    }
  }

  /** Nobody takes any more of those below `to`. */
  close(to: number): void {
    for (;;) {
      const next = Atomics.load(this.#w, NEXT);
      if (next >= to) return;
      if (Atomics.compareExchange(this.#w, NEXT, next, to) === next) return void Atomics.store(this.#w, UNTAKEN, next);
    }
  }

  /** Whether nobody has taken this ticket of the round, nor will. */
  isUntaken(ticket: number): boolean {
    return ticket >= Atomics.load(this.#w, UNTAKEN);
  }

  tell(team: number, ticket: number, { steps, decisions, threads, digest }: Told): void {
    const at = recordAt(team, ticket);
    const w = this.#w;
    Atomics.store(w, at + TICKET, 0);
    w[at + STEPS] = steps;
    w[at + DECISIONS] = decisions;
    w[at + THREADS] = threads;
    for (const word of [0, 1])
      w[at + DIGEST + word] = (digest.charCodeAt(2 * word) << 16) | digest.charCodeAt(2 * word + 1);
    Atomics.store(w, at + TICKET, ticket + 1);
    Atomics.add(w, TOLD, 1);
    Atomics.notify(w, TOLD);
  }

  /** What was told of this ticket by whichever team; null: nothing, within this time. */
  told(ticket: number, timeoutMs: number): Told | null {
    const w = this.#w;
    for (;;) {
      const seen = Atomics.load(w, TOLD);
      for (let at = recordAt(0, ticket); at < w.length; at += ROUND_MAX * RECORD_WORDS) {
        if (Atomics.load(w, at + TICKET) !== ticket + 1) continue;
        const of = (word: number) => w[at + word] ?? 0;
        const digest = text(of(DIGEST)) + text(of(DIGEST + 1));
        return { steps: of(STEPS), decisions: of(DECISIONS), threads: of(THREADS), digest };
      }
      if (Atomics.wait(w, TOLD, seen, timeoutMs) === "timed-out") return null;
    }
  }
}

function recordAt(team: number, ticket: number): number {
  return RECORDS_AT + (team * ROUND_MAX + (ticket % ROUND_MAX)) * RECORD_WORDS;
}

function text(word: number): string {
  return String.fromCharCode(word >>> 16, word & 0xff_ff);
}

/**
 * The same for schedules that end alike or have learnt the same. Whether an invariant holds is known to whoever has it; it
 * follows from the rest.
 */
export function digestOf({ sample, races, timed }: Pick<Drawn, "sample" | "races" | "timed">): string {
  const hash = new Hash().begin(Number(sample === null));
  const learnt = [...races.map(({ object }) => object.id), "/", ...timed.map(({ id }) => id)];
  for (const id of learnt.toSorted()) hash.addText(id);
  if (sample) {
    const { kind, key } = sample.ending;
    hash.addText(kind === "invariant" ? "ok" : kind);
    hash.addText(key.slice(kind.length));
  }
  return hash.key().slice(0, 4);
}
