import { Judge } from "@lockstep/judge";
import type { Sandbox } from "@lockstep/sandbox";

/** Judges that are not at work, warm from the exercise they graded last. One is used by one grading at a time. */
export class JudgePool {
  readonly #sandbox: Sandbox;
  readonly #idle: Judge[] = [];

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Lends a judge to `body`. */
  async use<T>(body: (judge: Judge) => Promise<T>): Promise<T> {
    const judge = this.#idle.pop() ?? new Judge(this.#sandbox);
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
