import { type Lease, leaseOne } from "./file-lease.ts";

/**
 * User ids of boxes where root runs the sandbox: below the range from which systemd takes its own, within what a
 * container usually maps.
 */
const FIRST_UID = 61_000;
const UIDS = 180;

/** A user id under which no other box of the machine runs; `uid` is null where the runner is not root and boxes share its own. */
export interface Identity {
  readonly uid: number | null;
  release(): void;
}

/** User ids for boxes, each in use by one box at a time, leased machine-wide and kept until closed. */
export class Identities {
  readonly #folder: string | undefined;
  readonly #own: Lease[] = [];
  readonly #free: number[] = [];

  constructor(folder?: string) {
    this.#folder = folder;
  }

  async acquire(): Promise<Identity> {
    if (process.getuid?.() !== 0) return { uid: null, release: () => undefined };
    const uid = this.#free.pop() ?? (await this.#lease());
    let held = true;
    return {
      uid,
      release: () => {
        if (held) this.#free.push(uid);
        held = false;
      },
    };
  }

  close(): void {
    this.#free.length = 0;
    for (const lease of this.#own.splice(0)) lease.release();
  }

  async #lease(): Promise<number> {
    const names = Array.from({ length: UIDS }, (_, index) => `uid-${FIRST_UID + index}`);
    const lease = await leaseOne(names, this.#folder);
    if (!lease) throw new Error(`all ${UIDS} user ids for boxes are in use on this machine`);
    this.#own.push(lease);
    return Number(lease.name.slice("uid-".length));
  }
}
