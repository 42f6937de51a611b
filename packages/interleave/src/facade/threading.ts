import * as errors from "@lockstep/threading/errors";
import { ITSELF, NOT_STARTED } from "../effects.ts";
import type { Running } from "../runtime/stamp.ts";
import { Clock, numberOfThread, resultOfThread, ThreadObject } from "../shared.ts";
import { Handle, threadOf } from "./handle-class.ts";
import { inTime, promised } from "./async-forms.ts";
import { checkedTimeout } from "./timeouts.ts";
import { passed } from "./timers.ts";
import type { World } from "./world.ts";

/** `@lockstep/threading` for an explored program. */
export function threadingPackage(world: World): Readonly<Record<string, unknown>> {
  class Thread extends Handle<ThreadObject> {
    readonly #options: { readonly target: unknown; readonly args: readonly unknown[]; readonly isDaemon: boolean };
    readonly #key: string;
    readonly #name: string;

    constructor(options: Readonly<Record<string, unknown>>) {
      const { target, args = [], options: last, name, daemon } = Object(options);
      if (new.target !== Thread)
        world.rt.refuse(
          "A subclass of Thread can't be explored yet. Give a Thread an exported function as its target.",
        );
      if (typeof target !== "function") throw new errors.BadTargetError("A thread needs a function as target.");
      const key = world.nextKey("Thread");
      const label = typeof name === "string" && name !== "" ? name.slice(0, 64) : `thread (${target.name})`;
      const object = world.made(key, ThreadObject, 0, (memory) => memory.thread(label));
      const known = () => [target, args, last, daemon, label];
      super(object, key, [["isAlive", world.property(() => object.isAlive(), Boolean)]], null, known);
      const list: readonly unknown[] = [...(Array.isArray(args) ? args : []), ...(last === undefined ? [] : [last])];
      this.#options = { target, args: list, isDaemon: typeof daemon === "boolean" ? daemon : world.context.isDaemon };
      this.#key = key;
      this.#name = label;
      Object.freeze(this);
    }
    get name(): string {
      return this.#name;
    }
    get ident(): number | null {
      const number = numberOfThread(world.memory.valueOf(threadOf(this)));
      return number === 0 ? null : number;
    }
    get daemon(): boolean {
      return this.#options.isDaemon;
    }
    static startOf(thread: Thread) {
      const { target, args, isDaemon } = thread.#options;
      const found = world.context.exported(target);
      if (!found) {
        const name = typeof target === "function" && target.name ? target.name : "without a name";
        throw new errors.BadTargetError(`The function ${name} is not exported by its module.`);
      }
      const object = Handle.sharedOf(thread, ThreadObject);
      const given = world.transfers.numberOf(args, "args");
      return object.start(world.bodyOf(found, given, { key: thread.#key, name: thread.#name, isDaemon, object }));
    }
  }
  function* joined(thread: Thread, timeoutMs: number): Running {
    const answer = yield* world.ask(threadOf(thread).join(timeoutMs));
    if (answer === NOT_STARTED)
      throw new errors.ThreadStateError("not-started", "A thread can be joined only after it was started.");
    if (answer === ITSELF) throw new errors.ThreadStateError("join-self", "A thread can't wait for its own end.");
    return answer === 1;
  }
  /** A promise for the end of a thread. */
  function* endOf(thread: Thread, timeoutMs: number, answer: (result: number) => unknown): Running {
    const object = threadOf(thread);
    const { up } = world.rt;
    const isAlive = yield world.told(object.isAlive(), up, ends, [thread, timeoutMs]);
    world.rt.up = up;
    if (isAlive === 0 && thread.ident === null)
      throw new errors.ThreadStateError("not-started", "A thread can be joined only after it was started.");
    return promised(world, { asked: () => object.join(), answer, timeoutMs, known: [thread] });
  }
  const ends = world.position();
  world.methods(Thread, {
    *start(this: Thread) {
      if ((yield* world.ask(Thread.startOf(this))) === NOT_STARTED)
        throw new errors.ThreadStateError("already-started", "A thread can be started once only.");
      return undefined;
    },
    *join(this: Thread, timeoutMs?: unknown) {
      const time = checkedTimeout(timeoutMs);
      if (time === 0) return (yield* world.ask(threadOf(this).isAlive())) === 0;
      return yield* joined(this, time);
    },
    *result(this: Thread) {
      yield* joined(this, Infinity);
      return world.transfers.valueOf(resultOfThread(world.memory.valueOf(threadOf(this))));
    },
    run: world.refused("run of a thread"),
    joinAsync(this: Thread, timeoutMs?: unknown) {
      return endOf(this, checkedTimeout(timeoutMs), inTime);
    },
    resultAsync(this: Thread) {
      const object = threadOf(this);
      return endOf(this, Infinity, () => world.transfers.valueOf(resultOfThread(world.memory.valueOf(object))));
    },
    toString: world.refused("toString of a thread"),
  });
  const currentThread = Object.freeze(() => {
    const { ident, name, isDaemon } = world.context;
    return Object.freeze({ ident, name, daemon: isDaemon });
  });
  return {
    ...errors,
    Thread,
    Timer: world.refusedClass("Timer"),
    ThreadLocal: world.refusedClass("ThreadLocal"),
    // Nobody wakes it: only time passes, and that may be at any moment.
    sleep: world.function("sleep", function* (durationMs: unknown) {
      const time = checkedTimeout(Number(durationMs));
      const word = world.made(`${world.context.key}~sleep`, Clock, 0, (memory) => memory.clock("sleep"));
      if (time > 0) yield* world.ask(word.park(0, time));
      return undefined;
    }),
    // oxlint-disable-next-line require-yield -- what it answers is waited for
    sleepAsync: world.function("sleepAsync", function* (durationMs: unknown) {
      return passed(world, "sleep", durationMs);
    }),
    enumerate: world.function("enumerate", world.refused("enumerate")),
    activeCount: world.function("activeCount", world.refused("activeCount")),
    onUncaughtError: world.function("onUncaughtError", world.refused("onUncaughtError")),
    // Whoever imports it may ask at any time.
    get currentThread() {
      world.namesThreads = true;
      return currentThread;
    },
    mainThread: Object.freeze(() => Object.freeze({ ident: 1, name: "main", daemon: false })),
  };
}
