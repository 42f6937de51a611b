import { loadPeer } from "@lockstep/dev/bench";

/** The channel of the library `multithreading`. Its functions cross to its workers as text. */
interface Multithreading {
  initRuntime(options: { readonly maxWorkers: number }): void;
  move(...args: readonly unknown[]): unknown;
  spawn<R>(
    moved: unknown,
    body: (end: never, count: number) => Promise<R>,
  ): { join(): Promise<{ readonly ok: boolean; readonly value: R }> };
  shutdown(): void;
  channel(): readonly [Sender, Receiver];
}
interface Sender {
  send(item: unknown): Promise<unknown>;
}
interface Receiver {
  recv(): Promise<{ readonly ok: boolean; readonly value: unknown }>;
}

export interface Peer {
  /** Million objects a second that arrived as they were sent; how many did not is told on standard error. */
  objects(count: number): Promise<number>;
  close(): void;
}

/** Null where it is not installed. */
export async function openMultithreading(): Promise<Peer | null> {
  const loaded = await loadPeer(import.meta.dirname, "multithreading");
  if (!loaded) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what its version 0.3.52 exports
  const peer = loaded as unknown as Multithreading;
  peer.initRuntime({ maxWorkers: 2 });
  return {
    async objects(count) {
      const [sender, receiver] = peer.channel(); // of the size that it has by itself: with others more arrive wrong
      const receiving = peer.spawn(peer.move(receiver, count), receive).join();
      const sending = peer.spawn(peer.move(sender, count), send).join();
      const { ok, value } = await receiving;
      await sending;
      if (!ok) throw new Error("multithreading did not end well.");
      const { tookMs, right } = value;
      if (right < count) process.stderr.write(`multithreading: ${count - right} of ${count} objects arrived wrong\n`);
      return right / tookMs / 1000;
    },
    close: () => peer.shutdown(),
  };
}

async function receive(
  receiver: Receiver,
  count: number,
): Promise<{ readonly tookMs: number; readonly right: number }> {
  const beganMs = performance.now();
  let right = 0;
  for (let i = 0; i < count; i++) {
    const { ok, value } = await receiver.recv();
    const { id, name, isPaid } = Object(ok ? value : null);
    if (id === i && name === "order" && isPaid === true) right++;
  }
  return { tookMs: performance.now() - beganMs, right };
}

async function send(sender: Sender, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sender.send({ id: i, name: "order", isPaid: true });
}
