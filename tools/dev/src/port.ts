import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Whether somebody listens on this port of the machine itself. */
export async function isPortBusy(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(probe, "listening");
  } catch {
    return true;
  }
  probe.close();
  await once(probe, "close");
  // Somebody on all interfaces does not keep us from the loopback one on every system, but answers there.
  const caller = connect({ port, host: "127.0.0.1" });
  try {
    await once(caller, "connect");
    return true;
  } catch {
    return false;
  } finally {
    caller.destroy();
  }
}

/**
 * Resolves when the page at the address, or the one it leads to, answers anything but a fault of its own; false when the
 * signal ends the waiting before.
 */
export async function siteAnswers(address: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const response = await fetch(address, { signal });
      await response.body?.cancel();
      if (response.status < 500) return true;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return false;
}
