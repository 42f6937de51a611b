import { openSandbox, type Sandbox, SandboxUnavailableError } from "@lockstep/sandbox";
import { setTimeout as sleep } from "node:timers/promises";

/** Time before the next look at a sandbox that is not there, or was lost: twice as long each time, up to the most. */
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 30_000;

/** A sandbox, or why there is none and what to do. */
export type SandboxState =
  | { readonly backend: string; readonly trouble: null }
  | { readonly backend: null; readonly trouble: { readonly because: string; readonly fix: string } };

/** How a sandbox is opened, and time passes. */
export interface SandboxMeans {
  open(): Promise<Sandbox>;
  /** @throws when the signal is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const machine: SandboxMeans = {
  open: () => openSandbox(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

const TAKES_NOTHING = "this runner takes no submission until its sandbox works";

/**
 * Opens the sandbox, goes on trying while there is none, and notices when the machine takes it away. Nothing is ever run
 * without it.
 */
export class SandboxWatch {
  readonly #say: (text: string) => void;
  readonly #onState: (state: SandboxState) => void;
  readonly #means: SandboxMeans;
  /** Grows from look to look and from loss to loss: a sandbox that works until something is graded in it is none. */
  #waitMs = RETRY_FIRST_MS;
  #sandbox: Sandbox | null = null;
  #lost = new AbortController();
  #checking: Promise<boolean> | undefined;
  /** What was said last about a sandbox that is not there; null while there is one. */
  #said: string | null = null;

  /** @param options.onState Told whenever the state has changed, before anything is done about it. */
  constructor(options: {
    readonly say: (text: string) => void;
    readonly onState: (state: SandboxState) => void;
    readonly means?: SandboxMeans;
  }) {
    this.#say = options.say;
    this.#onState = options.onState;
    this.#means = options.means ?? machine;
  }

  /** The sandbox, as soon as there is one; one that was lost is not asked for at once. @throws when the signal is aborted */
  async open(signal: AbortSignal): Promise<Sandbox> {
    if (this.isLost()) {
      this.#say(TAKES_NOTHING);
      await this.#pause(signal);
    }
    for (let isTold = this.isLost(); ; isTold = true) {
      signal.throwIfAborted();
      try {
        const sandbox = await this.#means.open();
        this.#found(sandbox);
        return sandbox;
      } catch (cause) {
        if (!(cause instanceof SandboxUnavailableError)) throw cause;
        this.#missed(cause);
        if (!isTold) this.#say(TAKES_NOTHING);
      }
      await this.#pause(signal);
    }
  }

  /** A submission has been graded in it, to its end: it works, and the next loss begins anew. */
  gradedWell(): void {
    if (!this.isLost()) this.#waitMs = RETRY_FIRST_MS;
  }

  /** Aborted when the sandbox that was opened last can't be used any more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether there was none when somebody last looked. */
  isLost(): boolean {
    return this.#lost.signal.aborted;
  }

  /** Looks whether a box can still be started, since something went wrong; whoever asks meanwhile gets the same answer. */
  async stillWorks(): Promise<boolean> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
    this.#sandbox = null;
  }

  async #check(): Promise<boolean> {
    if (this.#sandbox === null || this.isLost()) return false;
    try {
      await this.#sandbox.check();
      return true;
    } catch (cause) {
      if (!(cause instanceof SandboxUnavailableError)) throw cause;
      this.#missed(cause);
      this.#lost.abort(cause);
      return false;
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(2 * waitMs, RETRY_MOST_MS);
    await this.#means.sleep(waitMs, signal);
  }

  #found(sandbox: Sandbox): void {
    this.#sandbox = sandbox;
    this.#lost = new AbortController();
    if (this.#said !== null) this.#say(`the sandbox is available now: ${sandbox.backend}`);
    this.#said = null;
    this.#onState({ backend: sandbox.backend, trouble: null });
  }

  #missed({ because, fix }: SandboxUnavailableError): void {
    const text = `the sandbox is not available: ${because}\n  do: ${fix}`;
    if (this.#said === text) return;
    this.#said = text;
    this.#say(text);
    this.#onState({ backend: null, trouble: { because, fix } });
  }
}
