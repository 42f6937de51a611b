import { setTimeout as pause } from "node:timers/promises";
import { prefixed, printPrefixed } from "./prefixed-output.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import type { Watchdog } from "./watchdog.ts";

const BACK_OFF_FIRST_MS = 1_000;
const BACK_OFF_MAX_MS = 30_000;
/** Who has run so long begins again with the first pause. */
const STEADY_AFTER_MS = 60_000;
const GRACE_MS = 8_000;

/** A command that should run until it is told to end. */
export interface PartCommand {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A part that is kept running. */
export interface KeptPart {
  /** Ends it for good, with all of its processes. */
  stop(): Promise<void>;
}

/** Starts a part, prints what it says behind its name, and starts it again when it dies, after longer and longer pauses. */
export function keepRunning(command: PartCommand, watchdog: Watchdog): KeptPart {
  const stopped = new AbortController();
  let group: ProcessGroup | undefined;
  const whole = (async () => {
    let backOffMs = BACK_OFF_FIRST_MS;
    while (!stopped.signal.aborted) {
      const beganMs = performance.now();
      group = startGroup({ ...command, stdio: ["ignore", "pipe", "pipe"], watchdog });
      printPrefixed(command.name, group.child);
      const code = await group.ended;
      await group.stop(GRACE_MS);
      if (stopped.signal.aborted) return;
      if (performance.now() - beganMs > STEADY_AFTER_MS) backOffMs = BACK_OFF_FIRST_MS;
      console.log(prefixed(command.name, `ended with code ${code}; starting it again in ${backOffMs / 1000} s`));
      await pause(backOffMs, undefined, { signal: stopped.signal }).catch(() => {});
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MAX_MS);
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await group?.stop(GRACE_MS);
      await whole;
    },
  };
}
