import type { ProcessEntry } from "@lockstep/dev/process-table";
import { randomOf } from "./random.ts";
import { type Announcement, type Phase, RunnerProcess } from "./runner-process.ts";

/** The queue gives a submission four attempts: one to be graded in, and one that a kill may hit before it was announced. */
const LOSSES_MAX = 2;
/** A kill comes up to so long after the phase was announced, so that no place within it is spared. */
const DELAY_MAX_MS = 25;

/** Keeps runners at work and kills them, each at a phase that the seed chose, until all kills are done. */
export class Killer {
  readonly histogram: Record<Phase, number> = { leased: 0, preparing: 0, running: 0, judging: 0, reporting: 0 };
  /** From each kill until another runner had the submission, where one was needed. */
  readonly redeliveriesMs: number[] = [];
  /** Processes that lived below a runner when it was killed. */
  readonly orphans: ProcessEntry[] = [];
  readonly #env: Readonly<Record<string, string>>;
  readonly #random: () => number;
  readonly #wanted: Record<Phase, number>;
  readonly #losses = new Map<string, number>();
  readonly #lostAtMs = new Map<string, number>();
  readonly #runners = new Set<RunnerProcess>();
  readonly #doomed = new Set<RunnerProcess>();
  #serial = 0;

  constructor(options: {
    readonly kills: number;
    readonly runners: number;
    readonly seed: number;
    readonly env: Readonly<Record<string, string>>;
  }) {
    const { kills, runners, seed, env } = options;
    this.#env = env;
    this.#random = randomOf(seed);
    // Early kills cost least, since little has been done by then: so they are the most.
    const later = Math.max(1, Math.floor(kills / 7));
    const preparing = Math.max(1, Math.floor(kills / 4));
    const leased = kills - preparing - 3 * later;
    this.#wanted = { leased, preparing, running: later, judging: later, reporting: later };
    for (let i = 0; i < runners; i++) this.#start();
  }

  get done(): number {
    return Object.values(this.histogram).reduce((sum, count) => sum + count, 0);
  }

  /** What living runners said beside phases, for a test that failed. */
  get said(): string {
    return [...this.#runners].map(({ said }) => said).join("\n");
  }

  /** Ends all runners; answers how each ended. */
  stop(): Promise<readonly (number | string)[]> {
    const runners = [...this.#runners];
    this.#runners.clear();
    return Promise.all(runners.map((runner) => runner.stop()));
  }

  /** Starts one more runner, which sweeps away what the killed ones left, and ends it when it is ready. */
  async sweep(ready: (runner: RunnerProcess) => Promise<void>): Promise<void> {
    const runner = new RunnerProcess({ ...this.#env, RUNNER_NAME: "sweeper" }, () => undefined);
    await ready(runner);
    await runner.stop();
  }

  #start(): void {
    const env = { ...this.#env, RUNNER_NAME: `r${++this.#serial}` };
    this.#runners.add(new RunnerProcess(env, (runner, announced) => this.#onPhase(runner, announced)));
  }

  #onPhase(runner: RunnerProcess, { submission, phase }: Announcement): void {
    const lostAtMs = this.#lostAtMs.get(submission);
    if (phase === "leased" && lostAtMs !== undefined) {
      this.redeliveriesMs.push(performance.now() - lostAtMs);
      this.#lostAtMs.delete(submission);
    }
    const losses = this.#losses.get(submission) ?? 0;
    if (this.#wanted[phase] <= 0 || losses >= LOSSES_MAX || this.#doomed.has(runner) || !this.#runners.has(runner))
      return;
    if (this.#random() < 0.4) return; // not always the first chance
    this.#wanted[phase]--;
    this.#doomed.add(runner);
    const delayMs = this.#random() * DELAY_MAX_MS;
    const kill = () => this.#kill(runner, { submission, phase });
    if (delayMs < DELAY_MAX_MS / 2) kill();
    else setTimeout(kill, delayMs);
  }

  /** What counts is where it is hit: since it was aimed at, it may have gone on, to another submission even. */
  #kill(runner: RunnerProcess, aimedAt: Pick<Announcement, "submission" | "phase">): void {
    const { submission, phase } = runner.current ?? aimedAt;
    const losses = this.#losses.get(submission) ?? 0;
    if (losses >= LOSSES_MAX) {
      this.#wanted[aimedAt.phase]++;
      this.#doomed.delete(runner);
      return;
    }
    this.orphans.push(...runner.kill());
    this.histogram[phase]++;
    this.#losses.set(submission, losses + 1);
    this.#lostAtMs.set(submission, performance.now());
    this.#runners.delete(runner);
    this.#start();
  }
}
