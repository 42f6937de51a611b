import { Judge } from "@lockstep/judge";
import type { SandboxWatch } from "./sandbox-watch.ts";

/** Judges that are not at work, warm from the exercise they graded last. One is used by one grading at a time. */
export class JudgePool {
  readonly #watch: SandboxWatch;
  readonly #idle: Judge[] = [];

  constructor(watch: SandboxWatch) {
    this.#watch = watch;
  }

  /** Lends a judge to `body`; waits for the sandbox where there is none yet. */
  async use<T>(signal: AbortSignal, body: (judge: Judge) => Promise<T>): Promise<T> {
    const judge = this.#idle.pop() ?? new Judge(await this.#watch.sandbox(signal));
    try {
      return await body(judge);
    } finally {
      this.#idle.push(judge);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((judge) => judge.close()));
  }
}
