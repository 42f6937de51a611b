import { PoolShutDownError } from "../../src/errors.ts";
import { type Future, ThreadPoolExecutor, type ThreadPoolOptions } from "../../src/index.ts";

/** Pools with one fault each. */

/** Replaces a method of a future; `make` gets the right one. */
function bend<T>(
  future: Future<T>,
  name: "result" | "cancel" | "addDoneCallback",
  make: (right: Right) => Right,
): void {
  const right: unknown = Reflect.get(future, name);
  if (typeof right !== "function") throw new TypeError(`A future has no ${name}.`);
  Object.defineProperty(future, name, { value: make((...args) => Reflect.apply(right, future, args)) });
}
type Right = (...args: readonly unknown[]) => unknown;

/** Fault: counts its workers from one too low. */
export class OneTooMany extends ThreadPoolExecutor {
  constructor(options: ThreadPoolOptions) {
    super({ ...options, maxWorkers: (options.maxWorkers ?? 1) + 1 });
  }
}

/** Fault: a shutdown forgets what has not begun. */
export class DropsTheRest extends ThreadPoolExecutor {
  override shutdown(): void {
    super.shutdown({ cancelFutures: true });
  }
}

/** Fault: a shutdown closes no door. */
export class AcceptsLate extends ThreadPoolExecutor {
  override submit<A extends unknown[], R>(target: (...args: A) => R, ...args: A): Future<Awaited<R>> {
    try {
      return super.submit(target, ...args);
    } catch (error) {
      if (!(error instanceof PoolShutDownError)) throw error;
      return new ThreadPoolExecutor({ maxWorkers: 1 }).submit(target, ...args);
    }
  }
}

/** Fault: never sees that a worker is idle. */
export class NeverIdle extends ThreadPoolExecutor {
  readonly #options: ThreadPoolOptions;
  #workers = 0;
  constructor(options: ThreadPoolOptions) {
    super(options);
    this.#options = options;
  }
  override submit<A extends unknown[], R>(target: (...args: A) => R, ...args: A): Future<Awaited<R>> {
    const threadNamePrefix = `${this.#options.threadNamePrefix}-${this.#workers++}`;
    return new ThreadPoolExecutor({ maxWorkers: 1, threadNamePrefix }).submit(target, ...args);
  }
}

/** Fault: map hands over the last one first. */
export class AnswersBackwards extends ThreadPoolExecutor {
  override map: ThreadPoolExecutor["map"] = (target, items, options) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same lists, the other way round
    super.map(target, items.map((list) => [...list].slice(0, 3).toReversed()) as typeof items, options);
}

/** Fault: map goes on to the end of the longest list. */
export class RunsPastTheShortest extends ThreadPoolExecutor {
  override map: ThreadPoolExecutor["map"] = (target, items, options) => {
    const lists = items.map((list) => [...list]);
    const length = Math.max(...lists.map((list) => list.length));
    const filled = lists.map((list) => Array.from({ length }, (_unused, i) => list[i]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same lists, with holes at their ends
    return super.map(target, filled as typeof items, options);
  };
}

/** Fault: map begins with one, and does the others when somebody asks. */
export class MapsOneAhead extends ThreadPoolExecutor {
  override map: ThreadPoolExecutor["map"] = (target, items, options) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same lists, cut
    super.map(target, items.map((list) => [...list].slice(0, 1)) as typeof items, options);
}

/** A pool whose futures have a fault. */
class BentFutures extends ThreadPoolExecutor {
  protected bent(_future: Future): void {}
  override submit<A extends unknown[], R>(target: (...args: A) => R, ...args: A): Future<Awaited<R>> {
    const future = super.submit(target, ...args);
    this.bent(future);
    return future;
  }
}

/** Fault: says that it is cancelled, whatever its task does. */
export class CancelsWhatRuns extends BentFutures {
  protected override bent(future: Future): void {
    bend(future, "cancel", (right) => () => right() !== null);
  }
}

/** Fault: a callback is on the list twice. */
export class CallsBackTwice extends BentFutures {
  protected override bent(future: Future): void {
    bend(future, "addDoneCallback", (right) => (callback) => {
      right(callback);
      right(callback);
    });
  }
}

/** Fault: an error is handed over as an answer. */
export class TakesErrorsForAnswers extends BentFutures {
  protected override bent(future: Future): void {
    bend(future, "result", (right) => (timeoutMs) => {
      try {
        return right(timeoutMs);
      } catch (error) {
        return error;
      }
    });
  }
}

/** Fault: forgets the time-out. */
export class WaitsWithoutEnd extends BentFutures {
  protected override bent(future: Future): void {
    bend(future, "result", (right) => () => right());
  }
}

/** Fault: who gives up waiting gives up the task. */
export class DropsWhatIsLate extends BentFutures {
  protected override bent(future: Future): void {
    bend(future, "result", (right) => (timeoutMs) => {
      try {
        return right(timeoutMs);
      } catch (error) {
        future.cancel();
        throw error;
      }
    });
  }
}

/** Fault: only the first worker is prepared. */
export class PreparesTheFirstOnly extends ThreadPoolExecutor {
  readonly #second = new ThreadPoolExecutor({ maxWorkers: 1 });
  #tasks = 0;
  override submit<A extends unknown[], R>(target: (...args: A) => R, ...args: A): Future<Awaited<R>> {
    return this.#tasks++ % 2 === 0 ? super.submit(target, ...args) : this.#second.submit(target, ...args);
  }
  override shutdown(): void {
    this.#second.shutdown();
    super.shutdown();
  }
}
