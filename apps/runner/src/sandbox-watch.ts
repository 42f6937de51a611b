import { openSandbox, type Sandbox, SandboxUnavailableError } from "@lockstep/sandbox";
import { setTimeout as sleep } from "node:timers/promises";

/** Time between two looks at a sandbox that was not there. */
const RETRY_MS = 10_000;

/** Opens the sandbox, and goes on trying while there is none. Nothing is ever run without it. */
export class SandboxWatch {
  readonly #say: (text: string) => void;
  readonly #stopping = new AbortController();
  #opening: Promise<Sandbox> | undefined;
  /** What was said last about a sandbox that is not there; null while there is one. */
  #trouble: string | null = null;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** What is the case now: a backend, or why there is none and what to do. Says so where that has changed. */
  async state(): Promise<{ backend: string } | { backend: null; because: string; fix: string }> {
    const opening = (this.#opening ??= openSandbox());
    try {
      const { backend } = await opening;
      if (this.#trouble !== null) this.#say(`the sandbox is available now: ${backend}`);
      this.#trouble = null;
      return { backend };
    } catch (cause) {
      if (this.#opening === opening) this.#opening = undefined;
      if (!(cause instanceof SandboxUnavailableError)) throw cause;
      const { because, fix } = cause;
      const trouble = `the sandbox is not available: ${because}\n  do: ${fix}`;
      if (this.#trouble !== trouble) this.#say(trouble);
      this.#trouble = trouble;
      return { backend: null, because, fix };
    }
  }

  /** The sandbox, as soon as there is one. @throws when the signal is aborted, or `stopWaiting` was called */
  async sandbox(signal: AbortSignal): Promise<Sandbox> {
    const either = AbortSignal.any([signal, this.#stopping.signal]);
    for (;;) {
      either.throwIfAborted();
      if ((await this.state()).backend !== null && this.#opening) return this.#opening;
      await sleep(RETRY_MS, undefined, { signal: either });
    }
  }

  /** Whoever waits for a sandbox gives up: the runner ends, and another one may have better luck. */
  stopWaiting(): void {
    this.#stopping.abort(new Error("the runner is stopping"));
  }

  async close(): Promise<void> {
    this.stopWaiting();
    await (await this.#opening?.catch(() => undefined))?.close();
  }
}
