import {
  attaching,
  compareExchange,
  exchange,
  HEAD_WORDS,
  load,
  nowMs,
  park,
  registerClass,
  registerForm,
  registerObject,
  shared,
  STATE,
  store,
  unpark,
} from "@lockstep/memory/seam";
import { NotHeldError } from "../../src/errors.ts";
import type { LockLike } from "../conformance/lock-like.ts";

const FREE = 0;
const HELD = 1;
const HELD_WITH_SLEEPERS = 2;

/** The algorithm of Lock with one step left to each copy. With `correct` steps it is right; each copy below is wrong in one place. */
abstract class Copy implements LockLike {
  readonly #at: number;

  constructor(name: string) {
    this.#at = shared(`broken:${name}`, HEAD_WORDS).at;
    registerObject(this, { module: null, name: `broken:${name}` }, this.#at);
  }

  get address(): number {
    return this.#at;
  }

  acquire(): void {
    this.#take(Infinity);
  }
  tryAcquire(): boolean {
    return this.takeFree(this.#at + STATE);
  }
  tryAcquireFor(timeoutMs: number): boolean {
    return this.#take(timeoutMs);
  }
  release(): void {
    if (load(this.#at + STATE) === FREE) throw new NotHeldError();
    if (exchange(this.#at + STATE, FREE) === HELD_WITH_SLEEPERS) this.wake(this.#at + STATE);
  }

  protected takeFree(word: number): boolean {
    return compareExchange(word, FREE, HELD) === FREE;
  }
  protected takeMarked(word: number): boolean {
    return exchange(word, HELD_WITH_SLEEPERS) === FREE;
  }
  protected wake(word: number): void {
    unpark(word, 1);
  }

  #take(timeoutMs: number): boolean {
    if (this.takeFree(this.#at + STATE)) return true;
    const deadlineMs = nowMs() + timeoutMs;
    while (!this.takeMarked(this.#at + STATE)) {
      const leftMs = deadlineMs - nowMs();
      if (leftMs <= 0) return false;
      park(this.#at + STATE, HELD_WITH_SLEEPERS, leftMs);
    }
    return true;
  }
}

/** Fault: sleepers are never woken. */
export class NeverWakes extends Copy {
  constructor() {
    super("NeverWakes");
  }
  protected override wake(): void {}
  static {
    register("NeverWakes", this, () => new NeverWakes());
  }
}

/** Fault: who wakes up takes the lock as if nobody else slept, so that the next release wakes no one. */
export class DoesNotMarkSleepers extends Copy {
  constructor() {
    super("DoesNotMarkSleepers");
  }
  protected override takeMarked(word: number): boolean {
    if (compareExchange(word, FREE, HELD) === FREE) return true;
    compareExchange(word, HELD, HELD_WITH_SLEEPERS);
    return false;
  }
  static {
    register("DoesNotMarkSleepers", this, () => new DoesNotMarkSleepers());
  }
}

/** Fault: looks whether the lock is free, and takes it in a second step. */
export class LooksBeforeItTakes extends Copy {
  constructor() {
    super("LooksBeforeItTakes");
  }
  protected override takeFree(word: number): boolean {
    if (load(word) !== FREE) return false;
    store(word, HELD);
    return true;
  }
  static {
    register("LooksBeforeItTakes", this, () => new LooksBeforeItTakes());
  }
}

function register(name: string, type: object, make: () => Copy): void {
  const attach = (at: number) => attaching(at, make);
  registerClass({ module: null, name: `broken:${name}` }, attach);
  registerForm(type, {
    kind: `broken:${name}`,
    create() {
      const instance = make();
      return { instance, at: instance.address };
    },
    attach,
  });
}
