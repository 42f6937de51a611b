import { knowing, type Operation, type Program, type Steps } from "../../src/index.ts";

/** Four clerks move money twice each between four accounts, the lower lock first. */
export const bank: Program = {
  setup(memory) {
    const accounts = [0, 1, 2, 3].map((i) => ({
      money: memory.plain(`money${i}`, 100),
      lock: memory.lock(`lock${i}`),
    }));
    const account = (place: number) => {
      const found = accounts[place % 4];
      if (!found) throw new RangeError(`there is no account ${place}`);
      return found;
    };
    function* transfer(from: number, to: number, sum: number): Steps {
      const [first, second] = [account(from), account(to)].toSorted((a, b) => a.lock.index - b.lock.index);
      if (first) yield first.lock.acquire();
      if (second) yield second.lock.acquire();
      yield account(from).money.store((yield account(from).money.load()) - sum);
      yield account(to).money.store((yield account(to).money.load()) + sum);
      if (second) yield second.lock.release();
      if (first) yield first.lock.release();
    }
    const clerk = (i: number) =>
      function* work(): Steps {
        yield* transfer(i, i + 1, 10 + i);
        yield* transfer(i + 2, i, 3 + i);
      };
    return {
      threads: [0, 1, 2, 3].map(clerk),
      invariant: (valueOf) => accounts.reduce((sum, { money }) => sum + valueOf(money), 0) === 400,
    };
  },
};

/** One producer, a queue of two places, `consumers` who add up what they get and stop at a zero. Says its exact local state. */
export function pool(items: number, consumers: number): Program {
  return {
    setup(memory) {
      const places = [memory.plain("place0"), memory.plain("place1")];
      const [head, size, total] = [memory.plain("head"), memory.plain("size"), memory.plain("total")];
      const [lock, totalLock] = [memory.lock("queue.lock"), memory.lock("total.lock")];
      const [notEmpty, notFull] = [memory.condition("notEmpty", lock), memory.condition("notFull", lock)];
      const placeOf = (index: number) => {
        const found = places[index % 2];
        if (!found) throw new RangeError(`there is no place ${index}`);
        return found;
      };
      /** `turn` is what the caller still knows. */
      function* put(value: number, turn: number): Steps {
        const at = (place: number, asked: Operation, ...more: number[]) =>
          knowing(asked, [place, value, turn, ...more]);
        yield at(1, lock.acquire());
        while ((yield at(2, size.load())) === 2) yield at(3, notFull.wait());
        const first = yield at(4, head.load());
        const count = yield at(5, size.load(), first);
        yield at(6, placeOf(first + count).store(value), first, count);
        yield at(7, size.store(count + 1), count);
        yield at(8, notEmpty.notify());
        yield at(9, lock.release());
      }
      function* get(): Generator<Operation, number, number> {
        yield knowing(lock.acquire(), [1]);
        while ((yield knowing(size.load(), [2])) === 0) yield knowing(notEmpty.wait(), [3]);
        const first = yield knowing(head.load(), [4]);
        const value = yield knowing(placeOf(first).load(), [5, first]);
        yield knowing(head.store((first + 1) % 2), [6, first, value]);
        const count = yield knowing(size.load(), [7, value]);
        yield knowing(size.store(count - 1), [8, value, count]);
        yield knowing(notFull.notify(), [9, value]);
        yield knowing(lock.release(), [10, value]);
        return value;
      }
      function* producer(): Steps {
        for (let turn = 1; turn <= items; turn++) yield* put(turn, turn);
        for (let turn = 1; turn <= consumers; turn++) yield* put(0, items + turn);
      }
      function* consumer(): Steps {
        for (;;) {
          const value = yield* get();
          if (value === 0) return;
          yield knowing(totalLock.acquire(), [11, value]);
          const sum = yield knowing(total.load(), [12, value]);
          yield knowing(total.store(sum + value), [13, value, sum]);
          yield knowing(totalLock.release(), [14]);
        }
      }
      return {
        threads: [producer, ...Array.from({ length: consumers }, () => consumer)],
        invariant: (valueOf) => valueOf(total) === (items * (items + 1)) / 2,
      };
    },
  };
}
