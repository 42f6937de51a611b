import { PROGRESS_CHANNEL } from "@lockstep/db";
import { Client } from "pg";

/** A lost notification costs this long, never the verdict. */
const POLL_MS = 30_000;
const RECONNECT_MS = 1_000;

/** Wakes whoever waits for the progress of one submission. Ends with `using`. */
export interface ProgressInbox extends Disposable {
  /**
   * Resolves when there may be new events: announced since the last call, or after 30 s in case an announcement was lost,
   * or when the signal is aborted.
   */
  next(signal?: AbortSignal): Promise<void>;
}

/** One LISTEN connection for the whole process, shared by all who wait. */
export interface ProgressListener {
  /** From the moment this resolves nothing is missed. So: subscribe, then read the table, then wait. */
  subscribe(submissionId: string): Promise<ProgressInbox>;
  /** Wakes all who wait and ends the connection. */
  close(): Promise<void>;
}

/** Connects when the first one subscribes, and again whenever the connection is lost. */
export function openProgressListener(databaseUrl: string): ProgressListener {
  return new PostgresListener(databaseUrl);
}

class PostgresListener implements ProgressListener {
  readonly #databaseUrl: string;
  readonly #rings = new Map<string, Set<() => void>>();
  #connection: Promise<Client> | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async subscribe(submissionId: string): Promise<ProgressInbox> {
    await this.#connected();
    let rung = false;
    let wake: (() => void) | undefined;
    const ring = () => {
      rung = true;
      wake?.();
    };
    const rings = this.#rings.get(submissionId) ?? new Set();
    this.#rings.set(submissionId, rings.add(ring));
    return {
      next: async (signal) => {
        if (!rung && !this.#closed && !signal?.aborted) {
          const { promise, resolve } = Promise.withResolvers<void>();
          const poll = setTimeout(resolve, POLL_MS);
          wake = resolve;
          const leave = () => resolve();
          signal?.addEventListener("abort", leave, { once: true });
          await promise;
          clearTimeout(poll);
          signal?.removeEventListener("abort", leave);
          wake = undefined;
        }
        rung = false;
      },
      [Symbol.dispose]: () => {
        rings.delete(ring);
        if (rings.size === 0 && this.#rings.get(submissionId) === rings) this.#rings.delete(submissionId);
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reconnect);
    this.#ringAll();
    const client = await this.#connection?.catch(() => undefined);
    await client?.end();
  }

  /** Everybody who asks while it connects waits for the same connection; a failed one is forgotten. */
  #connected(): Promise<Client> {
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: this.#databaseUrl, keepAlive: true });
    client.on("error", () => {}); // "end" follows
    await client.connect();
    client.on("notification", ({ payload }) => {
      for (const ring of this.#rings.get(payload ?? "") ?? []) ring();
    });
    client.on("end", () => this.#lost());
    await client.query(`LISTEN ${client.escapeIdentifier(PROGRESS_CHANNEL)}`);
    return client;
  }

  /** What was announced in between is lost, so all are woken and read their table once we listen again. */
  #lost(): void {
    this.#connection = undefined;
    if (this.#closed || this.#rings.size === 0) return;
    this.#reconnect = setTimeout(() => {
      this.#connected().then(
        () => this.#ringAll(),
        () => this.#lost(),
      );
    }, RECONNECT_MS);
  }

  #ringAll(): void {
    for (const rings of this.#rings.values()) for (const ring of rings) ring();
  }
}
