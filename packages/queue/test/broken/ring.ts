import { EmptyError, FullError, ShutDownError } from "../../src/errors.ts";
import type { QueueLike, SharedWords } from "../conformance/kinds.ts";

const CAPACITY = 2;

/** A queue of two places with one condition. As it stands it is right; each copy below is wrong in one step. */
export class RingCopy implements QueueLike {
  readonly shared: SharedWords;
  constructor(shared: SharedWords) {
    this.shared = shared;
  }

  put(item: number): void {
    this.putFor(item, Infinity);
  }
  putFor(item: number, timeoutMs: number): void {
    const { shared } = this;
    shared.changed.withLock(() => {
      this.comesToPut();
      const isRoom = this.waitUntil(() => this.hasRoom() || shared.closed === 1, timeoutMs);
      if (shared.closed === 1) throw new ShutDownError("ring");
      if (!isRoom) throw new FullError("ring", CAPACITY);
      this.write((shared.first + shared.count) % CAPACITY, item);
      shared.count += 1;
      this.tell();
    });
  }
  get(): number {
    return this.getFor(Infinity);
  }
  getFor(timeoutMs: number): number {
    const { shared } = this;
    return shared.changed.withLock(() => {
      const isItem = this.waitUntil(() => shared.count > 0 || shared.closed === 1, timeoutMs);
      if (shared.count === 0 && shared.closed === 1) throw new ShutDownError("ring");
      if (!isItem) throw new EmptyError("ring");
      return this.take();
    });
  }
  shutdown(): void {
    this.shared.changed.withLock(() => {
      this.shared.closed = 1;
      this.tellEnd();
    });
  }

  protected comesToPut(): void {}
  protected hasRoom(): boolean {
    return this.shared.count < CAPACITY;
  }
  protected take(): number {
    const { shared } = this;
    const item = this.read(shared.first);
    shared.first = (shared.first + 1) % CAPACITY;
    shared.count -= 1;
    this.tell();
    return item;
  }
  protected waitUntil(isSo: () => boolean, timeoutMs: number): boolean {
    return this.shared.changed.waitFor(isSo, timeoutMs === Infinity ? {} : { timeoutMs });
  }
  protected tell(): void {
    this.shared.changed.notifyAll();
  }
  protected tellEnd(): void {
    this.shared.changed.notifyAll();
  }
  protected read(place: number): number {
    return place === 0 ? this.shared.place0 : this.shared.place1;
  }
  protected write(place: number, item: number): void {
    if (place === 0) this.shared.place0 = item;
    else this.shared.place1 = item;
  }
}

/** Fault: wakes one when the first item comes, or the first place becomes free, and nobody for the second. */
export class WakesForTheFirst extends RingCopy {
  protected override tell(): void {
    if (this.shared.count === 1) this.shared.changed.notify(1);
  }
}

/** Fault: believes a wake-up, and doesn't look again. */
export class LooksOnce extends RingCopy {
  protected override waitUntil(isSo: () => boolean, timeoutMs: number): boolean {
    if (isSo()) return true;
    return this.shared.changed.wait(timeoutMs === Infinity ? undefined : timeoutMs);
  }
}

/** Fault: finds room where there is none. */
export class IgnoresTheLimit extends RingCopy {
  protected override hasRoom(): boolean {
    return true;
  }
}

/** Fault: lets others in between reading an item and removing it. */
export class TakesInTwoSteps extends RingCopy {
  protected override take(): number {
    const { shared } = this;
    const item = this.read(shared.first);
    shared.changed.release();
    shared.changed.acquire();
    shared.first = (shared.first + 1) % CAPACITY;
    shared.count -= 1;
    this.tell();
    return item;
  }
}

/** Fault: of two, the one that came last leaves first. */
export class LastComesFirst extends RingCopy {
  protected override take(): number {
    const { shared } = this;
    const item = this.read((shared.first + shared.count - 1) % CAPACITY);
    shared.count -= 1;
    this.tell();
    return item;
  }
}

/** Fault: a shutdown tells nobody. */
export class ShutsDownSilently extends RingCopy {
  protected override tellEnd(): void {}
}

/** Fault: who gives up waiting for room keeps the place that it was promised. */
export class ForgetsItsPlace extends RingCopy {
  protected override comesToPut(): void {
    this.shared.done.add(1);
  }
  protected override hasRoom(): boolean {
    return this.shared.done.load() - this.shared.got.load() <= CAPACITY;
  }
}
