import { attachHeap, createHeap } from "@lockstep/memory/seam";
import { expect, test } from "vitest";
import { JoinableQueue, LifoQueue, PriorityQueue, Queue, SimpleQueue } from "../src/index.ts";

/** A queue as a list, for one thread: what ours must be like when nobody else is there. */
class Model {
  readonly #items: unknown[] = [];
  readonly #maxsize: number;
  readonly #next: (items: readonly unknown[]) => number;
  #isShutDown = false;
  #unfinished = 0;

  /** @param next index of the item that leaves next */
  constructor(maxsize: number, next: (items: readonly unknown[]) => number) {
    this.#maxsize = maxsize;
    this.#next = next;
  }

  put(item: unknown): string {
    if (this.#isShutDown) return "ShutDownError";
    if (this.#maxsize > 0 && this.#items.length >= this.#maxsize) return "FullError";
    this.#items.push(item);
    this.#unfinished++;
    return "in";
  }
  get(): unknown {
    if (this.#items.length === 0) return this.#isShutDown ? "ShutDownError" : "EmptyError";
    return this.#items.splice(this.#next(this.#items), 1)[0];
  }
  shutdown(immediate: boolean): void {
    this.#isShutDown = true;
    if (!immediate) return;
    this.#unfinished -= this.#items.length;
    this.#items.length = 0;
  }
  taskDone(): string {
    if (this.#unfinished === 0) return "TaskDoneTooOftenError";
    this.#unfinished--;
    return "done";
  }
  view(): unknown {
    const { length } = this.#items;
    return [length, length === 0, this.#maxsize > 0 && length >= this.#maxsize, this.#isShutDown];
  }
  get isDone(): boolean {
    return this.#unfinished === 0;
  }
}

const first = () => 0;
const last = (items: readonly unknown[]) => items.length - 1;
const smallest = (items: readonly unknown[]) => {
  const keys = items.map((item) => (Array.isArray(item) ? Number(item[0]) : Number(item)));
  return keys.indexOf(Math.min(...keys));
};

/** Numbers from a seed. Source: mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

function itemFrom(random: () => number, isByPriority: boolean): unknown {
  const sizes = [0, 1, 40, 90, 91, 92, 95, 96, 97, 300, 5000, 100_000];
  const items = [
    () => random() % 7,
    () => -random() / 3,
    () => "é".repeat(sizes[random() % sizes.length] ?? 0),
    () => new Uint8Array(sizes[random() % sizes.length] ?? 0).fill(random()),
    () => ({ id: random(), tags: ["a", null, { deep: true }] }),
    () => new Map([[random(), new Set([undefined, 1n])]]),
    () => null,
  ];
  const item = items[random() % items.length]?.();
  if (!isByPriority || typeof item === "number") return item;
  return [random() % 5, item];
}

const caught = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
};

const kinds = [
  { kind: "Queue", make: (maxsize: number) => new Queue(maxsize), next: first },
  { kind: "LifoQueue", make: (maxsize: number) => new LifoQueue(maxsize), next: last },
  { kind: "JoinableQueue", make: (maxsize: number) => new JoinableQueue(maxsize), next: first },
  { kind: "SimpleQueue", make: () => new SimpleQueue(), next: first },
  {
    kind: "PriorityQueue",
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the items are made for it
    make: (maxsize: number) => new PriorityQueue(maxsize) as unknown as Queue,
    next: smallest,
  },
];

/** What one random step answers, of ours and of the list. */
function step(queue: Queue, model: Model, random: () => number, mayEnd: boolean, isByPriority: boolean) {
  const choice = random() % 100;
  if (choice < 45) {
    const item = itemFrom(random, isByPriority);
    const put = random() % 2 === 0 ? () => queue.putNowait(item) : () => queue.putFor(item, 0);
    return [caught(put) ?? "in", model.put(item)];
  }
  if (choice < 90) return [caught(() => queue.getNowait()), model.get()];
  if (choice < 97) {
    if (!(queue instanceof JoinableQueue)) return [];
    const done = caught(() => queue.taskDone()) ?? "done";
    return [
      [done, queue.join(0)],
      [model.taskDone(), model.isDone],
    ];
  }
  if (!mayEnd) return [];
  const isImmediate = random() % 2 === 0;
  return [queue.shutdown(isImmediate), model.shutdown(isImmediate)];
}

test.each(kinds)("$kind does what a list does, whatever is done with it", ({ kind, make, next }) => {
  for (let seed = 1; seed <= 60; seed++) {
    attachHeap(createHeap());
    const random = numbersFrom(seed);
    const maxsize = kind === "SimpleQueue" ? 0 : random() % 5;
    const [queue, model] = [make(maxsize), new Model(maxsize, next)];
    for (let n = 0; n < 120; n++) {
      const [ours, lists] = step(queue, model, random, n > 80, kind === "PriorityQueue");
      expect(ours).toStrictEqual(lists);
      expect([queue.qsize, queue.empty, queue.full, queue.isShutDown]).toEqual(model.view());
    }
  }
});
