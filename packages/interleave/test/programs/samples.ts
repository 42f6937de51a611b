import type { Program, Steps } from "../../src/index.ts";

/** Two buyers, one ticket, no lock. */
export const racyTicket: Program = {
  setup(memory) {
    const left = memory.plain("left", 1);
    const sold = memory.plain("sold");
    function* buyer(): Steps {
      if ((yield left.load()) < 1) return;
      yield left.store((yield left.load()) - 1);
      yield sold.store((yield sold.load()) + 1);
    }
    return { threads: [buyer, buyer], invariant: (valueOf) => valueOf(sold) <= 1 };
  },
};

/** The same under a lock. */
export const lockedTicket: Program = {
  setup(memory) {
    const left = memory.plain("left", 1);
    const sold = memory.plain("sold");
    const lock = memory.lock("lock");
    function* buyer(): Steps {
      yield lock.acquire();
      if ((yield left.load()) > 0) {
        yield left.store((yield left.load()) - 1);
        yield sold.store((yield sold.load()) + 1);
      }
      yield lock.release();
    }
    return { threads: [buyer, buyer, buyer], invariant: (valueOf) => valueOf(sold) === 1 };
  },
};

/** Check and sale each locked, but not together: race-free, and still one too many. */
export const checkThenAct: Program = {
  setup(memory) {
    const left = memory.plain("left", 1);
    const lock = memory.lock("lock");
    function* buyer(): Steps {
      yield lock.acquire();
      const some = (yield left.load()) > 0;
      yield lock.release();
      if (!some) return;
      yield lock.acquire();
      yield left.store((yield left.load()) - 1);
      yield lock.release();
    }
    return { threads: [buyer, buyer], invariant: (valueOf) => valueOf(left) >= 0 };
  },
};

/** Two threads write the same number: the numbers fit, and it is a data race. */
export const harmlessRace: Program = {
  setup(memory) {
    const flag = memory.plain("flag");
    function* raise(): Steps {
      yield flag.store(1);
    }
    return { threads: [raise, raise], invariant: (valueOf) => valueOf(flag) === 1 };
  },
};

/** Philosophers at a round table; `ordered`: everybody takes the lower fork first. */
export function philosophers(count: number, meals: number, ordered: boolean): Program {
  return {
    setup(memory) {
      const forks = Array.from({ length: count }, (_unused, i) => memory.lock(`fork${i}`));
      const eaten = Array.from({ length: count }, (_unused, i) => memory.plain(`eaten${i}`));
      const threads = forks.map((fork, i) => {
        const other = forks[(i + 1) % count] ?? fork;
        const [first, second] = ordered && other.index < fork.index ? [other, fork] : [fork, other];
        const mine = eaten[i];
        return function* dine(): Steps {
          for (let meal = 0; meal < meals; meal++) {
            yield first.acquire();
            yield second.acquire();
            if (mine) yield mine.store((yield mine.load()) + 1);
            yield second.release();
            yield first.release();
          }
        };
      });
      return { threads, invariant: (valueOf) => eaten.every((cell) => valueOf(cell) === meals) };
    },
  };
}

/** The flag is looked at in one critical section, and waited for in another: the notify falls between. */
export const lostWakeUp: Program = {
  setup(memory) {
    const ready = memory.plain("ready");
    const lock = memory.lock("lock");
    const changed = memory.condition("changed", lock);
    function* waiter(): Steps {
      yield lock.acquire();
      const isReady = yield ready.load();
      yield lock.release();
      if (isReady) return;
      yield lock.acquire();
      yield changed.wait();
      yield lock.release();
    }
    function* setter(): Steps {
      yield lock.acquire();
      yield ready.store(1);
      yield changed.notify();
      yield lock.release();
    }
    return { threads: [waiter, setter] };
  },
};

/** `loop`: the taker checks again after each wake-up. Without, a spurious wake-up or a faster taker breaks it. */
export function box(takers: number, loop: boolean): Program {
  return {
    setup(memory) {
      const size = memory.plain("size");
      const bad = memory.plain("bad");
      const lock = memory.lock("lock");
      const filled = memory.condition("filled", lock);
      function* put(): Steps {
        yield lock.acquire();
        yield size.store((yield size.load()) + 1);
        yield filled.notify();
        yield lock.release();
      }
      function* take(): Steps {
        yield lock.acquire();
        if (loop) while ((yield size.load()) === 0) yield filled.wait();
        else if ((yield size.load()) === 0) yield filled.wait();
        if ((yield size.load()) === 0) yield bad.store(1);
        else yield size.store((yield size.load()) - 1);
        yield lock.release();
      }
      const threads = Array.from({ length: takers }, () => [take, put]).flat();
      return { threads, invariant: (valueOf) => valueOf(bad) === 0 && valueOf(size) === 0 };
    },
  };
}

/** Takes turns by sleeping for different times, which orders nothing. */
export const printInOrderBySleep: Program = {
  setup(memory) {
    const seen = memory.atomic("seen");
    const never = memory.atomic("sleep");
    const print = (digit: number) =>
      function* printer(): Steps {
        yield never.park(0, digit * 10);
        yield seen.store((yield seen.load()) * 10 + digit);
      };
    return { threads: [print(1), print(2)], invariant: (valueOf) => valueOf(seen) === 12 };
  },
};

/** A three-state futex mutex; `wakes`: whether its release wakes a sleeper. */
export function futexMutex(threads: number, wakes: boolean): Program {
  return {
    setup(memory) {
      const word = memory.atomic("word");
      const count = memory.plain("count");
      function* run(): Steps {
        let seen = yield word.compareExchange(0, 1);
        if (seen !== 0) {
          if (seen !== 2) seen = yield word.exchange(2);
          while (seen !== 0) {
            yield word.park(2);
            seen = yield word.exchange(2);
          }
        }
        yield count.store((yield count.load()) + 1);
        if ((yield word.exchange(0)) === 2 && wakes) yield word.unpark();
      }
      return {
        threads: Array.from({ length: threads }, () => run),
        invariant: (valueOf) => valueOf(count) === threads,
      };
    },
  };
}

/** An error nobody catches, on one of two paths. */
export const throwsWhenLate: Program = {
  setup(memory) {
    const closed = memory.atomic("closed");
    function* close(): Steps {
      yield closed.store(1);
    }
    function* enter(): Steps {
      if (yield closed.load()) throw new Error("too late");
    }
    return { threads: [close, enter] };
  },
};

/** One path skips the release; nobody else comes, so nobody waits for it. */
export const forgetsRelease: Program = {
  setup(memory) {
    const lock = memory.lock("lock");
    const jam = memory.atomic("jam");
    function* print(): Steps {
      yield lock.acquire();
      if (yield jam.load()) return;
      yield lock.release();
    }
    function* jams(): Steps {
      yield jam.store(1);
    }
    return { threads: [print, jams] };
  },
};

/** Turns for ever. */
export const busyForEver: Program = {
  setup(memory) {
    const go = memory.atomic("go");
    const turns = memory.atomic("turns");
    function* wait(): Steps {
      while ((yield go.load()) === 0) yield turns.add(1);
    }
    return { threads: [wait] };
  },
};

/** Behaves differently each time it is run. */
export function forgetful(): Program {
  let runs = 0;
  return {
    setup(memory) {
      const a = memory.atomic("a");
      const b = memory.atomic("b");
      function* run(): Steps {
        yield (runs++ % 3 === 0 ? a : b).add(1);
        yield a.load();
      }
      return { threads: [run, run] };
    },
  };
}
