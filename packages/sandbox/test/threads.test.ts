import { expect, test } from "vitest";
import { runBoot } from "./boot-process.ts";

/** Hands everything to the student, and says what it answers. */
const scenario = `
  import { student } from "@lockstep/sandbox/scenario";
  export default function ask() { return student<{ main(): unknown }>("main").main(); }`;

const seeds = Array.from({ length: 12 }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

test("student code has subclasses, results, rolls, locals and a hook, in every schedule", async () => {
  const { answer } = await runBoot({
    seeds,
    scenario,
    student: `
      import { i32, struct } from "@lockstep/memory";
      import { activeCount, currentThread, enumerate, onUncaughtError, Thread, ThreadLocal } from "@lockstep/threading";
      const Till = struct("Till", { sold: i32 });
      const purse = new ThreadLocal<number>();
      export class Clerk extends Thread {
        constructor(readonly till: any, readonly prices: number[]) { super({ name: "clerk" }); }
        override run() {
          purse.value = (purse.value ?? 0) + 1;
          for (const price of this.prices) this.till.sold += price;
          return [currentThread() === this, purse.value, new Map([["n", this.prices.length]])];
        }
      }
      export function fails() { onUncaughtError(() => {}); throw new RangeError("no change"); }
      export function main() {
        const till = new Till();
        purse.value = 7;
        const clerk = new Clerk(till, [3, 4]);
        const failing = new Thread({ target: fails, name: "failing" });
        clerk.start(); failing.start();
        const names = enumerate().length >= 1 && activeCount() >= 1;
        clerk.join(); failing.join();
        let thrown = "nothing";
        try { failing.result(); } catch (error: any) { thrown = [error.name, error.message, error.stack].join(); }
        const [isCurrent, own, map]: any = clerk.result();
        return { sold: till.sold, isCurrent, own, size: map.get("n"), purse: purse.value, names, thrown, left: activeCount() };
      }`,
  });

  expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([
    {
      kind: "returned",
      held: [],
      observation: {
        sold: 7,
        isCurrent: true,
        own: 1,
        size: 2,
        purse: 7,
        names: true,
        thrown: "RangeError,no change,",
        left: 1,
      },
    },
  ]);
});

test("student code has queues between threads, in every schedule", async () => {
  const { answer } = await runBoot({
    seeds,
    scenario,
    student: `
      import { Cell, struct } from "@lockstep/memory";
      import { JoinableQueue, PriorityQueue } from "@lockstep/queue";
      import { Thread } from "@lockstep/threading";
      const Kitchen = struct("Kitchen", { dishes: JoinableQueue.of(1), eaten: Cell });
      export function cook(kitchen: any, who: string) {
        for (let n = 0; n < 2; n++) kitchen.dishes.put({ who, made: new Map([["n", n]]), kitchen });
      }
      export function eat(kitchen: any) {
        for (let n = 0; n < 2; n++) { kitchen.dishes.get().kitchen.eaten.add(1); kitchen.dishes.taskDone(); }
      }
      export function main() {
        const kitchen = new Kitchen();
        const ward = new PriorityQueue();
        ward.put([10, "b"]); ward.put([-5, "a"]);
        const threads = [new Thread({ target: cook, args: [kitchen, "Ann"] }), new Thread({ target: eat, args: [kitchen] })];
        for (const thread of threads) thread.start();
        for (const thread of threads) thread.join();
        kitchen.dishes.shutdown();
        let thrown = "";
        try { kitchen.dishes.get(); } catch (error: any) { thrown = error.name; }
        return { eaten: kitchen.eaten.load(), done: kitchen.dishes.join(0), first: ward.get(), thrown };
      }`,
  });

  expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([
    {
      kind: "returned",
      held: [],
      observation: { eaten: 2, done: true, first: [-5, "a"], thrown: "ShutDownError" },
    },
  ]);
});

test("student code has a pool of threads, in every schedule", async () => {
  const { answer } = await runBoot({
    seeds,
    scenario,
    student: `
      import { ThreadPoolExecutor, wait } from "@lockstep/futures";
      export function square(n: number) { return n * n; }
      export function fails() { throw new RangeError("no"); }
      export function main() {
        const pool = new ThreadPoolExecutor({ maxWorkers: 2 });
        const called: unknown[] = [];
        const failing = pool.submit(fails);
        failing.addDoneCallback((future: any) => called.push(future.exception().message));
        const results = [...pool.map(square, [[1, 2, 3]])];
        const { done } = wait([failing]);
        pool.shutdown();
        return { results, done: done.size, called };
      }`,
  });

  expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([
    { kind: "returned", held: [], observation: { results: [1, 4, 9], done: 1, called: ["no"] } },
  ]);
});

test("no class of queues can be made to take another object's place in memory", async () => {
  const { answer } = await runBoot({
    scenario,
    student: `
      import { Queue } from "@lockstep/queue";
      export function main() {
        const forged: any = Reflect.construct(Queue, [0, { name: "q" }, { kind: "memory:I32Array", order: 0 }]);
        let thrown = "";
        try { Reflect.construct(Queue, [0], class Other {}); } catch (error: any) { thrown = error.message; }
        return [String(forged), thrown];
      }`,
  });

  expect(answer.outcomes[0]?.outcome).toMatchObject({
    kind: "returned",
    observation: ["<Queue q 0>", "This is no class of queues."],
  });
});

test("a program without a main guard is told of it", async () => {
  const { answer } = await runBoot({
    mode: "program",
    student: `
      import { Thread } from "@lockstep/threading";
      export function greet() {}
      new Thread({ target: greet, name: "greeter" }).start();`,
  });

  expect(answer.outcomes[0]?.outcome).toMatchObject({
    kind: "threw",
    error: { name: "MainGuardError", thread: "greeter" },
  });
});
