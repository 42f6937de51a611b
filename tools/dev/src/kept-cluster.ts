import { setTimeout as pause } from "node:timers/promises";
import { type Cluster, startCluster } from "./cluster.ts";
import type { Watchdog } from "./watchdog.ts";

const BACK_OFF_FIRST_MS = 1_000;
const BACK_OFF_MAX_MS = 30_000;

/** A Postgres that is started again when it dies. */
export interface KeptCluster {
  /** Stays the same: a new server listens where the old one did. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the Postgres of a folder, or uses the one that runs on it, and starts it again when that dies, after longer and longer
 * pauses.
 * @param options.say Told what becomes of it.
 * @throws {ClusterError} where it can't be started the first time
 */
export async function keepCluster(options: {
  readonly home: string;
  readonly watchdog: Watchdog;
  readonly say: (line: string) => void;
}): Promise<KeptCluster> {
  const { home, watchdog, say } = options;
  const stopped = new AbortController();
  let cluster: Cluster = await startCluster({ home, watchdog });
  const { url } = cluster;
  const port = Number(new URL(url).port);
  const whole = (async () => {
    let backOffMs = BACK_OFF_FIRST_MS;
    const told = new Promise<void>((resolve) => stopped.signal.addEventListener("abort", () => resolve()));
    for (;;) {
      await Promise.race([cluster.ended, told]);
      while (!stopped.signal.aborted) {
        say(`Postgres ended; starting it again in ${backOffMs / 1000} s`);
        await pause(backOffMs, undefined, { signal: stopped.signal }).catch(() => {});
        backOffMs = Math.min(backOffMs * 2, BACK_OFF_MAX_MS);
        if (stopped.signal.aborted) break;
        try {
          cluster = await startCluster({ home, port, watchdog });
          say("Postgres is back");
          backOffMs = BACK_OFF_FIRST_MS;
          break;
        } catch (error) {
          say(error instanceof Error ? error.message : String(error));
        }
      }
      if (stopped.signal.aborted) return;
    }
  })();
  return {
    url,
    stop: async () => {
      stopped.abort();
      await whole;
      await cluster.stop();
    },
  };
}
