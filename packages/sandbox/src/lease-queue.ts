import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, constants, mkdirSync, openSync, readdirSync, renameSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { leaseFolder, lockOne } from "./file-lease.ts";

/** A place in a queue. Given back when its holder has what it waited for, gives up, or dies. */
export interface QueuePlace {
  /** Waits until nobody is before it. @throws the signal's reason when it is aborted; the place stays until it is left. */
  untilFirst(signal?: AbortSignal): Promise<void>;
  /** May be called again. */
  leave(): void;
}

const READING = constants.O_RDONLY | constants.O_NOFOLLOW;

/**
 * Who waits for something of the machine, over all processes, in the order of asking.
 *
 * Each waits for the ticket before its own: a file whose lock its holder has as long as it waits. The kernel takes the lock
 * away when the holder dies, however it dies, and whoever comes next removes the file and looks again. A ticket is locked
 * before it gets the name under which others see it.
 *
 * **Fairness**: the name is the moment of asking by the machine's monotonic clock. Two that ask within the milliseconds in
 * which a ticket is made may both come first; what they wait for is guarded by its own lock.
 * **Source**: the queue locks of Craig, and of Landin and Hagersten (1993), with files for nodes.
 */
export class LeaseQueue {
  readonly #folder: string;

  /** @param name of what is waited for. */
  constructor(name: string, folder = leaseFolder()) {
    this.#folder = join(folder, `${name}-queue`);
  }

  /** Nobody waits, and nobody has died waiting since somebody looked. A momentary view. */
  get isEmpty(): boolean {
    return this.#tickets().length === 0;
  }

  /** Takes the last place. @throws when the folder or `flock` can't be used. */
  async enter(): Promise<QueuePlace> {
    this.#makeFolder();
    const name = `${String(process.hrtime.bigint()).padStart(20, "0")}-${randomBytes(4).toString("hex")}`;
    const [hidden, seen] = [join(this.#folder, `.${name}`), join(this.#folder, name)];
    const descriptor = openSync(hidden, READING | constants.O_CREAT | constants.O_EXCL, 0o444);
    let isHeld = true;
    const leave = () => {
      if (!isHeld) return;
      isHeld = false;
      remove(seen);
      closeSync(descriptor);
    };
    try {
      if ((await lockOne([descriptor], false)) === null) throw new Error(`${hidden} is locked by somebody else`);
      renameSync(hidden, seen);
    } catch (cause) {
      remove(hidden);
      leave();
      throw cause;
    }
    return { untilFirst: (signal) => this.#untilFirst(name, signal), leave };
  }

  async #untilFirst(own: string, signal: AbortSignal | undefined): Promise<void> {
    const passed = new Set<string>();
    for (;;) {
      signal?.throwIfAborted();
      const before = this.#tickets()
        .filter((name) => name < own && !passed.has(name))
        .at(-1);
      if (before === undefined) return;
      if (await this.#isOver(before)) passed.add(before); // where the file is another user's, it can't be removed
    }
  }

  /** Waits a moment for a ticket to be left, and removes what a dead holder left. */
  async #isOver(name: string): Promise<boolean> {
    const path = join(this.#folder, name);
    let descriptor: number;
    try {
      descriptor = openSync(path, READING);
    } catch {
      return true;
    }
    try {
      if ((await lockOne([descriptor], true)) === null) return false;
      remove(path);
      return true;
    } finally {
      closeSync(descriptor);
    }
  }

  #tickets(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => !name.startsWith("."))
        .toSorted();
    } catch {
      return []; // nobody has waited yet
    }
  }

  #makeFolder(): void {
    const first = mkdirSync(this.#folder, { recursive: true });
    if (first === undefined) return;
    chmodSync(this.#folder, 0o1777); // any user may wait, and only remove its own
    if (first !== this.#folder) chmodSync(dirname(this.#folder), 0o1777);
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // somebody else did, or it is another user's
  }
}
