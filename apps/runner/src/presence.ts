import { type Database, forgetRunner, type RunnerTelling, tellOfRunner } from "@lockstep/db";
import { randomUUID } from "node:crypto";
import type { SandboxState } from "./sandbox-watch.ts";

/** Time between two signs of life. Others take us for lost after four that they miss. */
const TELL_MS = 5_000;

/** Tells the database that this runner is there, and whether it can grade: the site's pages ask for it. */
export class Presence {
  readonly #db: Database;
  readonly #say: (text: string) => void;
  readonly #timer: NodeJS.Timeout;
  #telling: RunnerTelling | null = null;
  /** Tells go one after another: an older state must not overwrite a newer one. */
  #told: Promise<void> = Promise.resolve();
  #silent = false;

  constructor(deps: { readonly db: Database; readonly say: (text: string) => void }) {
    this.#db = deps.db;
    this.#say = deps.say;
    this.#timer = setInterval(() => this.#tell(), TELL_MS);
  }

  /** This is how it stands from now on; told at once. */
  set(runner: { readonly name: string; readonly slots: number }, state: SandboxState): void {
    this.#telling = { id: this.#telling?.id ?? randomUUID(), ...runner, ...state };
    this.#tell();
  }

  /** Resolves when everything up to now has been told, or could not be. */
  async told(): Promise<void> {
    await this.#told;
  }

  /** The runner ends, and is no longer listed. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#told;
    if (this.#telling !== null) await forgetRunner(this.#db, this.#telling.id).catch(() => undefined); // it counts as lost soon
  }

  #tell(): void {
    this.#told = this.#tellAfter(this.#told);
  }

  async #tellAfter(before: Promise<void>): Promise<void> {
    await before;
    if (this.#telling === null) return;
    try {
      await tellOfRunner(this.#db, this.#telling);
      this.#silent = false;
    } catch (cause) {
      // Told again in a moment; said once.
      if (!this.#silent) this.#say(`presence: ${cause instanceof Error ? cause.message : String(cause)}`);
      this.#silent = true;
    }
  }
}
