import {
  type AtomicCell,
  type ConditionOf,
  knowing,
  type Operation,
  type Permits,
  type PlainCell,
  type Program,
  type Steps,
} from "../../src/index.ts";

/** Whole numbers from one seed. */
export class Numbers {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % limit;
  }
  pick<T>(first: T, ...others: readonly T[]): T {
    return [first, ...others][this.below(others.length + 1)] ?? first;
  }
}

interface Things {
  readonly plain: readonly PlainCell[];
  readonly atomic: readonly AtomicCell[];
  readonly locks: readonly Permits[];
  readonly condition: ConditionOf;
}
/** One statement: what it asks for, given the thread's variable; answers the new value of that. */
type Statement = (things: Things, variable: number) => Generator<Operation, number, number>;

function chosen<T>(list: readonly T[], place: number): T {
  const found = list[place % list.length];
  if (found === undefined) throw new RangeError("nothing to choose from");
  return found;
}

function access(numbers: Numbers): Statement {
  const place = numbers.below(2);
  const step = 1 + numbers.below(3);
  return numbers.pick<Statement>(
    function* ({ plain }) {
      return yield chosen(plain, place).load();
    },
    function* ({ plain }, variable) {
      yield chosen(plain, place).store(variable + step);
      return variable;
    },
    function* ({ plain }, variable) {
      yield chosen(plain, place).store((yield chosen(plain, place).load()) + step);
      return variable;
    },
    function* ({ atomic }, variable) {
      if (variable > 0) yield chosen(atomic, place).add(2);
      return variable;
    },
    function* ({ atomic }) {
      return yield chosen(atomic, place).load();
    },
    function* ({ atomic }, variable) {
      return yield chosen(atomic, place).exchange(variable + step);
    },
    function* ({ atomic }) {
      return yield chosen(atomic, place).add(step);
    },
  );
}

/** Wide: locks around accesses. Takes the locks in any order, so some programs deadlock. */
function locked(numbers: Numbers): Statement {
  const place = numbers.below(2);
  const [inner, nested] = [access(numbers), numbers.below(3) === 0 ? locked(numbers) : access(numbers)];
  const [isTimed, isTried] = [numbers.below(5) === 0, numbers.below(6) === 0];
  return function* (things, variable) {
    const lock = chosen(things.locks, place);
    const isMine = yield isTried ? lock.tryAcquire() : lock.acquire(isTimed ? 5 : Infinity);
    if (isMine === 0) return variable;
    const result = yield* nested(things, yield* inner(things, variable));
    yield lock.release();
    return result;
  };
}

/** Narrow: two cells that are always touched one after the other, so that they race in the same step. */
function pair(numbers: Numbers): Statement {
  const step = 1 + numbers.below(3);
  return function* ({ plain }) {
    const [x, y] = [chosen(plain, 0), chosen(plain, 1)];
    const seen = [yield x.load(), yield y.load()];
    yield x.store(chosen(seen, 0) + step);
    yield y.store(chosen(seen, 1) + step);
    return chosen(seen, 0);
  };
}

/** Narrow: sleepers with different effects, and whoever wakes them. */
function sleepers(numbers: Numbers, who: number): Statement {
  return numbers.pick<Statement>(
    function* ({ locks, condition, atomic }, variable) {
      yield chosen(locks, 0).acquire();
      yield chosen(atomic, who).store(1);
      yield condition.wait();
      yield chosen(locks, 0).release();
      yield chosen(atomic, 0).exchange(who + 5);
      return variable;
    },
    function* ({ locks, condition, atomic }, variable) {
      yield chosen(locks, 0).acquire();
      yield chosen(atomic, who).store(1);
      yield condition.wait();
      yield chosen(locks, 0).release();
      yield chosen(atomic, 0).exchange(who + 5);
      return variable;
    },
    function* ({ locks, condition, atomic }, variable) {
      if ((yield chosen(atomic, 0).load()) + (yield chosen(atomic, 1).load()) < 2) return variable; // else both sleep
      yield chosen(locks, 0).acquire();
      yield condition.notify();
      yield chosen(locks, 0).release();
      return variable;
    },
    function* ({ condition, atomic }) {
      const woken = yield condition.notify();
      if (woken > 0) yield chosen(atomic, 1).add(1);
      return yield condition.notify();
    },
    function* ({ atomic }) {
      return yield chosen(atomic, 1).park(0, 5);
    },
    function* ({ atomic }) {
      yield chosen(atomic, 1).add(1);
      return yield chosen(atomic, 1).unpark();
    },
  );
}

/** With the exact local state at each operation: the statement, the variable before it, and what was read within it. */
function* exactly(run: ReturnType<Statement>, place: number, variable: number): Generator<Operation, number, number> {
  const read: number[] = [];
  for (let next = run.next(); ;) {
    if (next.done) return next.value;
    const result = yield knowing(next.value, [place, variable, ...read]);
    read.push(result);
    next = run.next(result);
  }
}

/** A random program of two or three threads. Some are wide, others aim at one hazard: only so planted errors are found. */
export function randomProgram(seed: number, options: { readonly exact: boolean }): Program {
  const numbers = new Numbers(seed);
  const hazard = numbers.below(5);
  const size = hazard === 4 ? 2 : 2 + (hazard > 0 ? numbers.below(2) : 1);
  const alike = numbers.below(4) === 0;
  const body = (who: number): readonly Statement[] => {
    if (hazard === 0) return [sleepers(numbers, who)];
    if (hazard === 4) return [pair(numbers)];
    const length = 1 + numbers.below(size === 2 ? 3 : 2);
    return Array.from({ length }, () => (hazard === 1 ? access(numbers) : numbers.pick(access, locked)(numbers)));
  };
  const first = body(0);
  const bodies = [first, ...Array.from({ length: size - 1 }, (_unused, i) => (alike ? first : body(i + 1)))];
  return {
    setup(memory) {
      const locks = [memory.lock("l0"), memory.lock("l1")];
      const things: Things = {
        plain: [memory.plain("x"), memory.plain("y")],
        atomic: [memory.atomic("a"), memory.atomic("b")],
        locks,
        condition: memory.condition("c", chosen(locks, 0)),
      };
      const made = new Map<readonly Statement[], () => Steps>();
      for (const statements of bodies) {
        made.set(statements, function* thread(): Steps {
          let variable = 0;
          for (const [place, statement] of statements.entries()) {
            const run = statement(things, variable);
            variable = yield* options.exact ? exactly(run, place, variable) : run;
          }
        });
      }
      return { threads: bodies.flatMap((statements) => made.get(statements) ?? []) };
    },
  };
}
