/**
 * Signals of `AbortSignal.timeout` that have not aborted. Their timers keep nothing alive, so the platform doesn't tell of
 * them; but whoever waits for one in a round in which nobody else can go on is not stuck.
 */
const pending = new Set<AbortSignal>();

/** From now on it is known which signals of this worker will abort by themselves. Before any code of a program's runs. */
export function watchTimeoutSignals(): void {
  const make = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (delayMs) => {
    const signal = make(delayMs);
    pending.add(signal);
    signal.addEventListener("abort", () => pending.delete(signal), { once: true });
    return signal;
  };
}

export function isSignalDue(): boolean {
  return pending.size > 0;
}
