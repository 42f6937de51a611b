import * as errors from "@lockstep/queue/errors";
import { BadCountError } from "@lockstep/sync/errors";
import type { Edge, Rule, RuleState } from "../rule.ts";
import type { Running } from "../runtime/stamp.ts";
import { Guarded } from "../shared.ts";
import { asyncWait, inTime, promisedRule, tried } from "./async-forms.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

const MAXSIZE_MAX = 2 ** 28 - 1;

// A queue's value: whether it is shut down, and twice how many items are unfinished. Its content: the items, by number, in
// the order in which they leave, each after its priority.
const CLOSED = 1;
const UNFINISHED = 2;
const isClosed = ({ value }: RuleState) => (value & CLOSED) !== 0;

/** What rules answer where nothing was done: the time is over, or there is no room or item · the queue was shut down. */
const IN_VAIN = -1;
const SHUT_DOWN = -2;

type Order = "first-in" | "last-in" | "priority";

/** Where an item comes to stand. */
function placeOf({ content }: RuleState, order: Order, priority: number): number {
  if (order === "last-in") return 0;
  if (order === "first-in") return content.length;
  const later = content.findIndex((text) => priorityIn(text) > priority);
  return later < 0 ? content.length : later;
}

function priorityIn(text: string): number {
  return Number(text.slice(0, text.indexOf(" ")));
}

/** Who takes an item follows whoever put that one in; where there is a limit, who puts follows those who made room. */
const put = (item: number, priority: number, order: Order, maxsize: number): Rule => ({
  step: "write",
  edge: (state): Edge => ({ kind: "insert", at: placeOf(state, order, priority), follows: maxsize > 0 }),
  isSleep: true,
  isReady: (state) => isClosed(state) || maxsize === 0 || state.content.length < maxsize,
  apply: (state) => {
    if (isClosed(state)) return SHUT_DOWN;
    state.content.splice(placeOf(state, order, priority), 0, `${priority} ${item}`);
    state.value += UNFINISHED;
    return 1;
  },
});

const get = (maxsize: number): Rule => ({
  step: "read",
  edge: { kind: "remove", publishes: maxsize > 0 },
  isSleep: true,
  isReady: (state) => isClosed(state) || state.content.length > 0,
  apply: (state) => {
    const first = state.content.shift();
    return first === undefined ? SHUT_DOWN : Number(first.slice(first.indexOf(" ") + 1));
  },
});

const look = (apply: Rule["apply"]): Rule => ({ step: "read", edge: "follow", isLook: true, apply });

const shutDown = (isImmediate: boolean): Rule => ({
  step: "wake",
  edge: ({ content }) => (isImmediate ? { kind: "take", permits: content.length } : "publish"),
  apply: (state) => {
    state.value |= CLOSED;
    if (!isImmediate) return 1;
    state.value -= UNFINISHED * state.content.length;
    state.content = [];
    return 1;
  },
});

const done: Rule = {
  step: "wake",
  edge: "publish",
  apply: (state) => {
    if (state.value < UNFINISHED) return IN_VAIN;
    state.value -= UNFINISHED;
    return 1;
  },
};
const allDone: Rule = {
  step: "wait",
  edge: "follow",
  isSleep: true,
  isReady: ({ value }) => value < UNFINISHED,
  apply: () => 1,
};

function priorityOf(item: unknown): number {
  const priority: unknown = Array.isArray(item) ? item[0] : item;
  if (typeof priority !== "number" || Number.isNaN(priority)) throw new errors.BadPriorityError();
  return priority;
}

/** `@lockstep/queue` for an explored program. */
export function queuePackage(world: World): Readonly<Record<string, unknown>> {
  class Queue extends Handle<Guarded> {
    readonly #order: Order;
    readonly #maxsize: number;
    readonly #name: string;

    constructor(
      maxsize: unknown = 0,
      options: { readonly name?: unknown } = {},
      order: Order = "first-in",
      usual = "Queue",
    ) {
      // As a field of a struct it is made with its options only.
      const isField = typeof maxsize === "object" && maxsize !== null;
      const given: { readonly name?: unknown } = isField ? maxsize : options;
      const most = isField ? 0 : Number(maxsize);
      if (!(Number.isInteger(most) && most <= MAXSIZE_MAX))
        throw new BadCountError("A queue's maxsize", 0, MAXSIZE_MAX, most);
      const name = labelOf(given.name, usual);
      const key = world.nextKey(usual, Math.max(0, most), order, name);
      const queue = world.made(key, Guarded, 0, (memory) => memory.guarded(name));
      const size = (apply: Rule["apply"]) => () => queue.do(look(apply));
      const limit = Math.max(0, most);
      const properties = [
        [
          "qsize",
          world.property(
            size(({ content }) => content.length),
            (count) => count,
          ),
        ],
        [
          "empty",
          world.property(
            size(({ content }) => Number(content.length === 0)),
            Boolean,
          ),
        ],
        [
          "full",
          world.property(
            size(({ content }) => Number(limit > 0 && content.length >= limit)),
            Boolean,
          ),
        ],
        [
          "isShutDown",
          world.property(
            size((state) => Number(isClosed(state))),
            Boolean,
          ),
        ],
      ] as const;
      super(queue, key, properties, null, () => [limit]);
      this.#order = order;
      this.#maxsize = limit;
      this.#name = name;
      Object.freeze(this);
    }
    static of(maxsize: unknown): unknown {
      return world.partClass(Queue, (name) => new Queue(maxsize, { name }));
    }
    get maxsize(): number {
      return this.#maxsize;
    }
    static nameOf(queue: Queue): string {
      return queue.#name;
    }
    static putting(queue: Queue, item: unknown): Rule {
      const priority = queue.#order === "priority" ? priorityOf(item) : 0;
      return put(world.transfers.numberOf(item, "item"), priority, queue.#order, queue.#maxsize);
    }
    static getting(queue: Queue): Rule {
      return get(queue.#maxsize);
    }
  }
  class LifoQueue extends Queue {
    constructor(maxsize?: unknown, options?: { readonly name?: unknown }) {
      super(maxsize, options, "last-in", "LifoQueue");
    }
    static override of(maxsize: unknown): unknown {
      return world.partClass(LifoQueue, (name) => new LifoQueue(maxsize, { name }));
    }
  }
  class PriorityQueue extends Queue {
    constructor(maxsize?: unknown, options?: { readonly name?: unknown }) {
      super(maxsize, options, "priority", "PriorityQueue");
    }
    static override of(maxsize: unknown): unknown {
      return world.partClass(PriorityQueue, (name) => new PriorityQueue(maxsize, { name }));
    }
  }
  class JoinableQueue extends Queue {
    constructor(maxsize?: unknown, options?: { readonly name?: unknown }) {
      super(maxsize, options, "first-in", "JoinableQueue");
    }
    static override of(maxsize: unknown): unknown {
      return world.partClass(JoinableQueue, (name) => new JoinableQueue(maxsize, { name }));
    }
  }
  class SimpleQueue extends Queue {
    constructor(options?: { readonly name?: unknown }) {
      super(0, options, "first-in", "SimpleQueue");
    }
  }

  function* putFor(self: Queue, item: unknown, timeoutMs: number): Running {
    const rule = Queue.putting(self, item);
    const queue = guardedOf(self);
    const told = yield* world.ask(timeoutMs === 0 ? queue.do(tried(rule)) : queue.do(rule, timeoutMs), item);
    if (told === SHUT_DOWN) throw new errors.ShutDownError(Queue.nameOf(self));
    if (told === IN_VAIN) throw new errors.FullError(Queue.nameOf(self), self.maxsize);
    return undefined;
  }
  function* getFor(self: Queue, timeoutMs: number): Running {
    const rule = Queue.getting(self);
    const queue = guardedOf(self);
    const told = Number(yield* world.ask(timeoutMs === 0 ? queue.do(tried(rule)) : queue.do(rule, timeoutMs)));
    if (told === SHUT_DOWN) throw new errors.ShutDownError(Queue.nameOf(self));
    if (told === IN_VAIN) throw new errors.EmptyError(Queue.nameOf(self));
    return world.transfers.valueOf(told);
  }
  world.methods(Queue, {
    put(this: Queue, item: unknown) {
      return putFor(this, item, Infinity);
    },
    putFor(this: Queue, item: unknown, timeoutMs: unknown) {
      return putFor(this, item, checkedTimeout(timeoutMs));
    },
    putNowait(this: Queue, item: unknown) {
      return putFor(this, item, 0);
    },
    *tryPut(this: Queue, item: unknown) {
      const told = yield* world.ask(guardedOf(this).do(tried(Queue.putting(this, item))), item);
      if (told === SHUT_DOWN) throw new errors.ShutDownError(Queue.nameOf(this));
      return told === 1;
    },
    get(this: Queue) {
      return getFor(this, Infinity);
    },
    getFor(this: Queue, timeoutMs: unknown) {
      return getFor(this, checkedTimeout(timeoutMs));
    },
    getNowait(this: Queue) {
      return getFor(this, 0);
    },
    *tryGet(this: Queue) {
      const told = Number(yield* world.ask(guardedOf(this).do(tried(Queue.getting(this)))));
      if (told === SHUT_DOWN) throw new errors.ShutDownError(Queue.nameOf(this));
      return told === IN_VAIN ? null : { value: world.transfers.valueOf(told) };
    },
    *shutdown(this: unknown, isImmediate: unknown = false) {
      yield* world.ask(guardedOf(this).do(shutDown(isImmediate === true)));
      return undefined;
    },
    putAsync(this: Queue, item: unknown, options?: unknown) {
      const answer = (told: number) => {
        if (told === SHUT_DOWN) throw new errors.ShutDownError(Queue.nameOf(this));
        if (told === IN_VAIN) throw new errors.FullError(Queue.nameOf(this), this.maxsize);
      };
      const wait = asyncWait(options);
      return promisedRule(world, guardedOf(this), Queue.putting(this, item), { answer, ...wait, known: [item] });
    },
    getAsync(this: Queue, options?: unknown) {
      const answer = (told: number) => {
        if (told === SHUT_DOWN) throw new errors.ShutDownError(Queue.nameOf(this));
        if (told === IN_VAIN) throw new errors.EmptyError(Queue.nameOf(this));
        return world.transfers.valueOf(told);
      };
      const wait = asyncWait(options);
      return promisedRule(world, guardedOf(this), Queue.getting(this), { answer, ...wait, known: ["get"] });
    },
    toString: world.refused("toString of a queue"),
  });
  world.methods(JoinableQueue, {
    *taskDone(this: Queue) {
      if ((yield* world.ask(guardedOf(this).do(done))) === IN_VAIN)
        throw new errors.TaskDoneTooOftenError(Queue.nameOf(this));
      return undefined;
    },
    *join(this: unknown, timeoutMs?: unknown) {
      const time = checkedTimeout(timeoutMs);
      const rule = time === 0 ? tried(allDone) : allDone;
      return (yield* world.ask(guardedOf(this).do(rule, time === 0 ? Infinity : time))) === 1;
    },
    joinAsync(this: unknown, options?: unknown) {
      const wait = asyncWait(options);
      return promisedRule(world, guardedOf(this), allDone, { answer: inTime, ...wait, known: ["join"] });
    },
  });
  for (const type of [LifoQueue, PriorityQueue, SimpleQueue]) world.methods(type, {});
  return { ...errors, Queue, LifoQueue, PriorityQueue, JoinableQueue, SimpleQueue };
}
