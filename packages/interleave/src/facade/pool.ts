import { BrokenThreadPoolError, PoolShutDownError } from "@lockstep/futures/errors";
import { NotTransferableError } from "@lockstep/memory/errors";
import { BadCountError } from "@lockstep/sync/errors";
import { BadTargetError } from "@lockstep/threading/errors";
import { ExploredPromise } from "../async/promise.ts";
import type { Rule } from "../rule.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { Guarded, ThreadObject } from "../shared.ts";
import { beginTask, type Came, type futureClass, post } from "./future.ts";
import { Handle, guardedOf } from "./handle-class.ts";
import type { World } from "./world.ts";

/** As in gated rounds: a schedule must not depend on the machine. */
const WORKERS_USUAL = 5;
const WORKERS_MAX = 1024;

// A pool's value: whether it is shut down, whether it is broken, and how many workers are idle. Its content: tasks by number.
const CLOSED = 1;
const BROKEN = 2;
const IDLE = 4;

const SHUT_DOWN = -2;
const IS_BROKEN = -3;

/** Answers whether an idle worker takes it. */
const submit = (task: number): Rule => ({
  step: "write",
  edge: ({ content }) => ({ kind: "insert", at: content.length, follows: false }),
  apply: (state) => {
    if ((state.value & BROKEN) !== 0) return IS_BROKEN;
    if ((state.value & CLOSED) !== 0) return SHUT_DOWN;
    state.content.push(String(task));
    if (state.value < IDLE) return 0;
    state.value -= IDLE;
    return 1;
  },
});
const takeTask: Rule = {
  step: "read",
  edge: { kind: "remove", publishes: false },
  isSleep: true,
  isReady: ({ content, value }) => content.length > 0 || (value & CLOSED) !== 0,
  apply: ({ content }) => Number(content.shift() ?? SHUT_DOWN),
};
const becomeIdle: Rule = {
  step: "write",
  edge: "follow",
  apply: (state) => {
    state.value += IDLE;
    return (state.value & BROKEN) !== 0 ? IS_BROKEN : 1;
  },
};
const close: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    state.value |= CLOSED;
    return 1;
  },
};
const breakDown: Rule = {
  step: "wake",
  edge: ({ content }) => ({ kind: "take", permits: content.length }),
  apply: (state) => {
    state.value |= CLOSED | BROKEN;
    state.content = [];
    return 1;
  },
};

/** A function that a worker is to call: its module and name, and its arguments. */
type Call = readonly [module: string, name: string, args: readonly unknown[]];

/** `ThreadPoolExecutor` for an explored program. */
export function poolClass(world: World, { Future, Task, inboxOf, waitUntil }: ReturnType<typeof futureClass>) {
  const [submits, serves, ends, maps] = [world.position(), world.position(), world.position(), world.position()];
  /** Tasks by the key of their future. */
  const tasks = new Map<string, Guarded>();

  class MapResults extends Handle<Guarded> {
    constructor(futures: readonly InstanceType<typeof Future>[], timeoutMs: unknown) {
      const key = world.nextKey("results");
      super(
        world.made(key, Guarded, 0, (memory) => memory.guarded("results")),
        key,
        [],
        () => resultsOf(futures, timeoutMs),
        () => [futures, timeoutMs],
      );
      Object.freeze(this);
    }
  }

  class ThreadPoolExecutor extends Handle<Guarded> {
    readonly #key: string;
    readonly #inbox: string;
    readonly #maxWorkers: number;
    readonly #prefix: string;
    readonly #initializer: Call | null;
    readonly #threads: ThreadObject[] = [];

    constructor(options: Readonly<Record<string, unknown>> = {}) {
      const { maxWorkers = WORKERS_USUAL, threadNamePrefix, initializer, initArgs = [] } = options;
      const most = Number(maxWorkers);
      if (!(Number.isInteger(most) && most >= 1 && most <= WORKERS_MAX))
        throw new BadCountError("maxWorkers", 1, WORKERS_MAX, most);
      const first = initializer === undefined ? null : callOf(initializer, initArgs);
      // Its threads are called alike in every schedule, and unlike those of another pool: by who makes it, as its how-manieth object.
      const { module, name: maker, made } = world.context;
      const usual = `pool-${module?.name ?? maker}-${module?.made ?? made}`;
      const key = world.nextKey("ThreadPoolExecutor", most, String(threadNamePrefix));
      super(
        world.made(key, Guarded, 0, (memory) => memory.guarded("tasks")),
        key,
        [],
        null,
        () => [this.#threads.length, this.#maxWorkers, this.#initializer],
      );
      this.#key = key;
      this.#inbox = world.context.key;
      this.#maxWorkers = most;
      this.#prefix = typeof threadNamePrefix === "string" ? threadNamePrefix : usual;
      this.#initializer = first;
      world.context.open.add(this);
      Object.freeze(this);
    }
    static keyOf(pool: ThreadPoolExecutor): string {
      return pool.#key;
    }
    static threadsOf(pool: ThreadPoolExecutor): readonly ThreadObject[] {
      return pool.#threads;
    }
    /** The operation that starts another worker; null where there are enough. */
    static moreOf(pool: ThreadPoolExecutor) {
      const number = pool.#threads.length;
      if (number >= pool.#maxWorkers) return null;
      const name = `${pool.#prefix}_${number}`;
      const key = `${pool.#key}~${number}`;
      const object = world.made(key, ThreadObject, 0, (memory) => memory.thread(name));
      pool.#threads.push(object);
      const shared = guardedOf(pool);
      const first = pool.#initializer === null ? 0 : world.transfers.numberOf(pool.#initializer, "initializer");
      const steps = () => serve(shared, pool.#key, pool.#inbox, first);
      const work = JSON.stringify(["pool", pool.#key, first]);
      return object.start(world.bodyOfSteps(steps, work, { key, name, isDaemon: false, object }));
    }
  }

  function callOf(f: unknown, args: unknown): Call {
    const found = typeof f === "function" ? world.context.exported(f) : null;
    if (!found)
      throw new BadTargetError(
        `The function ${typeof f === "function" && f.name ? f.name : "without a name"} is not exported by its module.`,
      );
    return [found.module, found.name, Array.isArray(args) ? args : []];
  }

  /** What a worker does: one task after another, until the pool is shut down and nothing is left. */
  function* serve(pool: Guarded, poolKey: string, inboxKey: string, first: number): Running {
    const { root } = world.context;
    const inbox = inboxOf(inboxKey);
    const ask = (object: Guarded, rule: Rule, ...known: readonly unknown[]) =>
      world.told(object.do(rule), root, serves, known);
    const send = (came: Came) => ask(inbox, post(world.transfers.numberOf(came, "result")), came);
    if (first !== 0 && (yield* attempt(first))[1] === "threw") {
      yield ask(pool, breakDown);
      yield send([poolKey, "broken", 0]);
      return undefined;
    }
    for (;;) {
      const number = yield ask(pool, takeTask);
      if (number === SHUT_DOWN) return undefined;
      const [key, call] = entryOf(world.transfers.valueOf(number));
      const task = tasks.get(key);
      if (!task) throw new RangeError("a task that nobody submitted");
      if ((yield ask(task, beginTask, key, call)) === 1) {
        const [value, kind] = yield* attempt(call);
        yield ask(pool, becomeIdle, key, kind, value);
        yield send([key, kind, value]);
      } else {
        yield ask(pool, becomeIdle, key);
        yield send([key, "cancelled", 0]);
      }
    }
  }

  /** Calls a function of the program; answers the number of what it returned or threw. */
  function* attempt(
    call: number,
  ): Generator<Parameters<typeof world.told>[0], readonly [number, "returned" | "threw"], number> {
    const [module, name, args] = partsOf(world.transfers.valueOf(call));
    const { context, transfers } = world;
    try {
      const frame = new LocalFrame(context.root, serves, [call]);
      const exports = Object(yield* context.load(module, frame));
      const answer = yield* world.rt.run(exports[name], undefined, args, frame);
      const value = ExploredPromise.is(answer) ? yield* context.loop.until(answer, frame) : answer;
      return [transfers.numberOf(value, "result"), "returned"];
    } catch (error) {
      if (error === world.rt.refusal) throw error;
      return [numberOfError(error), "threw"];
    }
  }

  function numberOfError(error: unknown): number {
    try {
      return world.transfers.numberOf(error, "error");
    } catch (cause) {
      if (!(cause instanceof NotTransferableError)) throw cause;
      return world.transfers.numberOf(new Error(String(error)), "error");
    }
  }

  function* submitted(pool: ThreadPoolExecutor, f: unknown, args: readonly unknown[]): Running {
    const { up } = world.rt;
    const call = world.transfers.numberOf(callOf(f, args), "args");
    const future = new Task(ThreadPoolExecutor.keyOf(pool));
    const key = Handle.identityOf(future);
    tasks.set(key, guardedOf(future));
    const entry = world.transfers.numberOf([key, call], "task");
    const told = yield world.told(guardedOf(pool).do(submit(entry)), up, submits, [pool, future, entry]);
    if (told === SHUT_DOWN) throw new PoolShutDownError();
    if (told === IS_BROKEN) throw new BrokenThreadPoolError();
    world.context.pending.set(key, future);
    if (told === 0) {
      const start = ThreadPoolExecutor.moreOf(pool);
      if (start) yield world.told(start, up, submits, [pool, future]);
    }
    return future;
  }

  function* closed(pool: ThreadPoolExecutor, options: unknown): Running {
    const { up } = world.rt;
    const { wait = true, cancelFutures = false } = Object(options ?? {});
    world.context.open.delete(pool);
    const key = ThreadPoolExecutor.keyOf(pool);
    const pending = () => [...world.context.pending.values()].filter((future) => Task.isOf(future, key));
    if (cancelFutures === true) {
      for (const future of pending()) {
        world.rt.up = new LocalFrame(up, ends, [pool, wait, future]);
        yield* world.rt.run(Reflect.get(future, "cancel"), future, [], world.rt.up);
      }
    }
    const frame = new LocalFrame(up, ends, [pool, wait]);
    yield world.told(guardedOf(pool).do(close), up, ends, [pool, wait]);
    if (wait === false) return undefined;
    yield* waitUntil(() => pending().length === 0, Infinity, frame);
    const threads = ThreadPoolExecutor.threadsOf(pool);
    for (const [i, thread] of threads.entries()) yield world.told(thread.join(), up, ends, [pool, i]);
    return undefined;
  }

  function* resultsOf(futures: readonly InstanceType<typeof Future>[], timeoutMs: unknown): Running {
    const { up } = world.rt;
    const results: unknown[] = [];
    for (const future of futures)
      results.push(
        yield* world.rt.run(
          Reflect.get(future, "result"),
          future,
          [timeoutMs],
          new LocalFrame(up, maps, [futures, results, timeoutMs]),
        ),
      );
    return results;
  }

  world.methods(MapResults, {});
  world.methods(ThreadPoolExecutor, {
    submit(this: ThreadPoolExecutor, f: unknown, ...args: readonly unknown[]) {
      return submitted(this, f, args);
    },
    *map(this: ThreadPoolExecutor, f: unknown, items: unknown, options: { readonly timeoutMs?: unknown } = {}) {
      const { up } = world.rt;
      const lists = (Array.isArray(items) ? items : []).map((list: Iterable<unknown>) => [...list]);
      const count = Math.min(...lists.map(({ length }) => length));
      const futures: InstanceType<typeof Future>[] = [];
      for (let i = 0; i < (lists.length === 0 ? 0 : count); i++) {
        world.rt.up = new LocalFrame(up, maps, [this, f, lists, i, futures, options.timeoutMs]);
        const future = yield* submitted(
          this,
          f,
          lists.map((list) => list[i]),
        );
        if (future instanceof Future) futures.push(future);
      }
      return new MapResults(futures, options.timeoutMs);
    },
    shutdown(this: ThreadPoolExecutor, options?: unknown) {
      return closed(this, options);
    },
    [Symbol.dispose](this: ThreadPoolExecutor) {
      return closed(this, undefined);
    },
  });
  world.atThreadEnd = function* () {
    for (const pool of world.context.open) if (pool instanceof ThreadPoolExecutor) yield* closed(pool, { wait: false });
    return undefined;
  };
  return { ThreadPoolExecutor };
}

function entryOf(value: unknown): readonly [key: string, call: number] {
  const [key, call]: readonly unknown[] = Array.isArray(value) ? value : [];
  return [String(key), Number(call)];
}

function partsOf(value: unknown): Call {
  const [module, name, args]: readonly unknown[] = Array.isArray(value) ? value : [];
  return [String(module), String(name), Array.isArray(args) ? args : []];
}
