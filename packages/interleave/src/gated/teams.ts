import type { Program as RealProgram } from "@lockstep/threading/machinery";
import { Worker } from "node:worker_threads";
import { type Drawn, isLast, type Round, type ShareOut } from "../draw.ts";
import { bindTo, ownCores } from "./cores.ts";
import { digestOf, TeamBoard } from "./team-board.ts";

/** What a team is born with. */
export interface TeamData {
  readonly board: SharedArrayBuffer;
  /** Its place among the others. */
  readonly team: number;
  /** Where it runs; null: anywhere. */
  readonly core: number | null;
  readonly program: RealProgram;
  readonly packagesFrom: string | null;
}

/** What it is told before each round. */
export interface TeamRound {
  readonly round: Round;
  /** The ticket of the exploration's first schedule. */
  readonly base: number;
}

interface Sharing {
  readonly draw: (number: number) => Drawn;
  readonly mayGoOn: () => boolean;
  readonly known: Set<string>;
  readonly newsMs: number;
}

/** Most teams: each takes some 100 MB. */
export const TEAMS_MAX = 8;

/** After so long without news of a schedule that another team has drawn, it is drawn here, too: that one may have died. */
const NEWS_MS = 2000;

/**
 * Teams of threads beside the own one, each with a search and workers of its own, which share out the schedules of a round.
 * They answer with numbers only. A schedule in which something is new is played again here, so what is kept of it (names,
 * objects, the way back to it) is of this model, and what one team has found, another one has confirmed.
 *
 * **Threads**: the one that made it, which may sleep. A team that dies costs time, no schedule.
 */
export class Teams implements Disposable {
  readonly board: TeamBoard;
  /** Schedules that were not drawn here. */
  drawnElsewhere = 0;
  readonly #others: number;
  readonly #data: Pick<TeamData, "program" | "packagesFrom">;
  readonly #cores = inTurn(ownCores());
  readonly #workers: Worker[] = [];
  #up: Promise<unknown> | null = null;
  /** The first ticket of the next exploration. */
  #base = 0;

  /** @param others teams beside the own one. */
  constructor(others: number, data: Pick<TeamData, "program" | "packagesFrom">) {
    this.#others = others;
    this.#data = data;
    this.board = new TeamBoard(others);
  }

  /** Starts all teams. Nobody has to wait for it: they take part as soon as they are there. */
  start(): Promise<unknown> {
    return (this.#up ??= Promise.all(Array.from({ length: this.#others }, (_none, team) => this.#begin(team))));
  }

  #begin(team: number): Promise<void> {
    const core = this.#cores[team + 1] ?? null;
    const workerData: TeamData = { ...this.#data, board: this.board.memory, team, core };
    const worker = new Worker(new URL("./team.ts", import.meta.url), { name: "team", workerData });
    this.#workers.push(worker);
    worker.unref();
    worker.on("error", (error) =>
      process.emitWarning(`A team of threads has died, the others go on: ${error.message}`),
    );
    return new Promise((resolve) => void worker.once("message", () => resolve()).once("exit", () => resolve()));
  }

  /** For so long the calling thread has a core of its own; the threads that it starts keep it. */
  onOwnCore<Result>(work: () => Result): Result {
    const isBound = this.#cores.length > 1 && bindTo(this.#cores.slice(0, 1));
    try {
      return work();
    } finally {
      if (isBound) bindTo(this.#cores);
    }
  }

  /** For one exploration. */
  exploration(newsMs = NEWS_MS): ShareOut {
    const base = this.#base;
    /** What has been seen in this exploration. */
    const known = new Set<string>();
    return (round, draw, mayGoOn) => {
      this.#base = base + round.to;
      return this.#share({ round, base }, { draw, mayGoOn, known, newsMs });
    };
  }

  *#share({ round, base }: TeamRound, { draw, mayGoOn, known, newsMs }: Sharing): Generator<Drawn> {
    const { board } = this;
    const [from, to] = [base + round.from, base + round.to];
    const own = new Map<number, Drawn>();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    for (const worker of this.#workers) worker.postMessage({ round, base } satisfies TeamRound);
    board.begin(from);
    let isOpen = true;
    for (let ticket = board.take(to); ticket !== null; ticket = board.take(to)) {
      isOpen = mayGoOn();
      if (!isOpen) break;
      const found = draw(ticket - base);
      own.set(ticket, found);
      if (isLast(found, round)) break;
    }
    board.close(to);
    for (let ticket = from; ticket < to; ticket++) {
      const isAwaited = isOpen && !board.isUntaken(ticket);
      const told = own.has(ticket) ? null : board.told(ticket, isAwaited ? newsMs : 0);
      if (told) this.drawnElsewhere++;
      if (told && known.has(told.digest)) yield { ...told, sample: null, races: [], timed: [] };
      else if (!told && !own.has(ticket) && !isOpen) return;
      else {
        const found = own.get(ticket) ?? draw(ticket - base);
        known.add(told?.digest ?? digestOf(found));
        yield found;
      }
    }
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers.splice(0)) void worker.terminate();
  }
}

/** From another one on in each process, so that several don't all take the same. */
function inTurn(cores: readonly number[]): readonly number[] {
  const first = process.pid % Math.max(1, cores.length);
  return [...cores.slice(first), ...cores.slice(0, first)];
}
