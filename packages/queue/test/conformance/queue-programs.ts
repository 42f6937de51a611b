import { Thread } from "@lockstep/threading";
import { Shared, type SharedWords, use } from "./kinds.ts";

/** The programs of the suite, one for each claim. `kind` names the queue, see `kinds.ts`. */
function several<A extends unknown[]>(count: number, target: (...args: A) => void, ...args: A): readonly Thread[] {
  return Array.from({ length: count }, () => new Thread({ target, args }));
}

function run(threads: readonly Thread[], between: () => void = () => undefined): void {
  for (const thread of threads) thread.start();
  between();
  for (const thread of threads) thread.join();
}

function nameOf(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

export function feed(kind: string, shared: SharedWords, from: number, count: number): void {
  const { queue } = use(kind, shared);
  for (let i = 0; i < count; i++) queue.put(from + i);
}

/** One feeder, one consumer, more items than places: they arrive in the order in which they were put. */
export function oneToOne(kind: string, count: number): readonly number[] {
  const shared = new Shared();
  const { queue } = use(kind, shared);
  const got: number[] = [];
  run([new Thread({ target: feed, args: [kind, shared, 1, count] })], () => {
    for (let i = 0; i < count; i++) got.push(queue.get());
  });
  return got;
}

export function consume(kind: string, shared: SharedWords, count: number): void {
  const { queue } = use(kind, shared);
  for (let i = 0; i < count; i++) {
    shared.sum.add(queue.get());
    shared.got.add(1);
  }
}

/** Several feeders and consumers: everybody is served, and each item arrives once. */
export function manyToMany(kind: string, feeders: number, consumers: number, count: number) {
  const shared = new Shared();
  const each = (feeders * count) / consumers;
  run([
    ...several(consumers, consume, kind, shared, each),
    ...Array.from(
      { length: feeders },
      (_unused, i) => new Thread({ target: feed, args: [kind, shared, 1 + i * count, count] }),
    ),
  ]);
  return { got: shared.got.load(), sum: shared.sum.load(), later: nameOf(() => use(kind, shared).queue.getFor(0)) };
}

/** Nobody takes anything out: two get in, the third doesn't. */
export function fillUp(kind: string): readonly unknown[] {
  const { queue } = use(kind, new Shared());
  return [1, 2, 3].map((item) => nameOf(() => queue.putFor(item, 0)) ?? "in");
}

export function waitForItem(kind: string, shared: SharedWords): void {
  if (nameOf(() => use(kind, shared).queue.get()) === "ShutDownError") shared.got.add(1);
}
export function waitForRoom(kind: string, shared: SharedWords): void {
  if (nameOf(() => use(kind, shared).queue.put(9)) === "ShutDownError") shared.got.add(1);
}

/** Three wait for items when it is shut down: all are told. */
export function shutOnGetters(kind: string): number {
  const shared = new Shared();
  run(several(3, waitForItem, kind, shared), () => use(kind, shared).queue.shutdown());
  return shared.got.load();
}

/** Three wait for room when it is shut down: all are told; what is in it can still be taken. */
export function shutOnPutters(kind: string): readonly unknown[] {
  const shared = new Shared();
  const { queue } = use(kind, shared);
  queue.put(1);
  queue.put(2);
  run(several(3, waitForRoom, kind, shared), () => queue.shutdown());
  const drained = [1, 2, 3].map(() => nameOf(() => queue.get()));
  return [shared.got.load(), ...drained, nameOf(() => queue.put(3))];
}

export function getOnce(kind: string, shared: SharedWords, timeoutMs: number): void {
  const got = nameOf(() => use(kind, shared).queue.getFor(timeoutMs === 0 ? Infinity : timeoutMs));
  if (typeof got === "number") shared.sum.add(1);
  else shared.gaveUp.add(1);
}

/** One getter gives up, perhaps, the other doesn't; two items come: nothing is lost, and the patient one is served. */
export function outlastGetter(kind: string): boolean {
  const shared = new Shared();
  const { queue } = use(kind, shared);
  run(
    [1, 0].map((timeoutMs) => new Thread({ target: getOnce, args: [kind, shared, timeoutMs] })),
    () => {
      queue.put(1);
      queue.put(2);
    },
  );
  const left = shared.gaveUp.load();
  for (let i = 0; i < left; i++) if (typeof nameOf(() => queue.getFor(0)) !== "number") return false;
  return shared.sum.load() + left === 2 && nameOf(() => queue.getFor(0)) === "EmptyError";
}

export function putOnce(kind: string, shared: SharedWords, timeoutMs: number): void {
  const failed = nameOf(() => use(kind, shared).queue.putFor(7, timeoutMs === 0 ? Infinity : timeoutMs));
  if (failed === "FullError") shared.gaveUp.add(1);
  else shared.sum.add(1);
}

/** One who waits for room gives up, perhaps, the other doesn't: no place and no item is lost, and none is made up. */
export function outlastPutter(kind: string): boolean {
  const shared = new Shared();
  const { queue } = use(kind, shared);
  queue.put(1);
  queue.put(2);
  const take = (): boolean => {
    const isNumber = typeof nameOf(() => queue.get()) === "number";
    shared.got.add(1);
    return isNumber;
  };
  let isRight = true;
  run(
    [1, 0].map((timeoutMs) => new Thread({ target: putOnce, args: [kind, shared, timeoutMs] })),
    () => {
      isRight = take() && take();
    },
  );
  // The two who put have ended: what is in it is what they put, and there is room for the rest.
  for (let i = shared.sum.load(); i > 0; i--) isRight &&= take();
  isRight &&= nameOf(() => queue.getFor(0)) === "EmptyError";
  for (let i = 0; i < 2; i++) queue.put(i); // waits for ever where a place is lost
  return isRight && nameOf(() => queue.putFor(3, 0)) === "FullError";
}

export function cook(kind: string, shared: SharedWords, count: number): void {
  const { joinable } = use(kind, shared);
  for (let i = 0; i < count; i++) {
    joinable.get();
    shared.done.add(1);
    joinable.taskDone();
  }
}

/** Two work; `join` comes back when all is done, and no sooner. */
export function kitchen(kind: string, count: number): number {
  const shared = new Shared();
  const { joinable } = use(kind, shared);
  let done = 0;
  run(several(2, cook, kind, shared, count / 2), () => {
    for (let i = 0; i < count; i++) joinable.put(i);
    joinable.join();
    done = shared.done.load();
  });
  return done;
}

/** The most urgent first; of those as urgent, the one that came first. */
export function triage(kind: string): readonly unknown[] {
  const { priority } = use(kind, new Shared());
  for (const [label, urgency] of [10, 100, 0, -5, 10, 0, 10].entries()) priority.put([urgency, label]);
  return Array.from({ length: 7 }, () => priority.get());
}
