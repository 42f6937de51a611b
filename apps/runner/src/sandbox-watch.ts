import { openSandbox, type Sandbox, SandboxUnavailableError } from "@lockstep/sandbox";
import { setTimeout as sleep } from "node:timers/promises";

/** Time between two looks at a sandbox that was not there. */
const RETRY_MS = 10_000;

/** Opens the sandbox, and goes on trying while there is none. Nothing is ever run without it. */
export class SandboxWatch {
  readonly #say: (text: string) => void;
  #opening: Promise<Sandbox> | undefined;
  #closed = false;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** What is the case now: a backend, or why there is none and what to do. */
  async state(): Promise<{ backend: string } | { backend: null; because: string; fix: string }> {
    try {
      const sandbox = await (this.#opening ??= openSandbox());
      return { backend: sandbox.backend };
    } catch (cause) {
      this.#opening = undefined;
      if (!(cause instanceof SandboxUnavailableError)) throw cause;
      this.#say(`the sandbox is not available: ${cause.because}\n  do: ${cause.fix}`);
      return { backend: null, because: cause.because, fix: cause.fix };
    }
  }

  /** The sandbox, as soon as there is one. */
  async sandbox(signal: AbortSignal): Promise<Sandbox> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#closed) throw new Error("the runner is stopping");
      if ((await this.state()).backend !== null && this.#opening) return this.#opening;
      await sleep(RETRY_MS, undefined, { signal });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#opening?.catch(() => undefined))?.close();
  }
}
