import type { GradingQueue } from "@lockstep/jobs";
import { type GradingDeps, gradeJob } from "./grade-job.ts";
import { JudgePool } from "./judge-pool.ts";
import type { Presence } from "./presence.ts";
import type { SandboxWatch } from "./sandbox-watch.ts";

/** What leasing needs. */
export interface LeasingDeps extends Omit<GradingDeps, "judges"> {
  readonly queue: GradingQueue;
  readonly watch: SandboxWatch;
  readonly presence: Presence;
  /** Submissions graded at the same time. */
  readonly slots: number;
}

/**
 * Leases submissions while there is a sandbox, and none while there is not: what waits is for runners that have one.
 * Resolves when the signal is aborted and those at work have ended.
 */
export async function leaseWhileSandboxWorks(deps: LeasingDeps, signal: AbortSignal): Promise<void> {
  const { queue, watch, presence, slots, runner, log } = deps;
  while (!signal.aborted) {
    const sandbox = await watch.open(signal).catch((cause: unknown) => {
      if (signal.aborted) return null;
      throw cause;
    });
    if (sandbox === null) return;
    const judges = new JudgePool(sandbox);
    try {
      await presence.told();
      const onJob = (job: Parameters<typeof gradeJob>[1], context: { readonly signal: AbortSignal }) =>
        gradeJob({ ...deps, judges }, job, context.signal);
      const consumer = await queue.consume({ concurrency: slots, onJob });
      log.say(`runner ${runner} is ready: ${slots} at a time, sandbox with ${sandbox.backend}`);
      await aborted(AbortSignal.any([signal, watch.lost]));
      await consumer.stop();
    } finally {
      await judges.close();
      await watch.close();
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
