import { expect, test } from "vitest";
import { type Asked, runBoot } from "./boot-process.ts";

/** The student's `sum` is given a range, and how many threads it should use. */
const scenario = `
  import { elapse, student } from "@lockstep/sandbox/scenario";
  export function ask(index: number): number { elapse("request", 25); return index; }
  export default function run(input: any) { return student<any>("sum").sum(input.n, input.threads, ask); }`;

const timed = (student: string, more: Partial<Asked> = {}) =>
  runBoot({ mode: "timed", scenario, student, stepsMax: 10_000, input: { n: 4000, threads: 2 }, ...more });

const PARTS = `
import { Thread } from "@lockstep/threading";
export function part(from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum = (sum + i * i) % 65537;
  return sum;
}`;
const parallel = `${PARTS}
export function sum(n: number, threads: number): number {
  const all = [0, 1].map((k) => new Thread({ target: part, args: [(k * n) / 2, ((k + 1) * n) / 2], name: "part-" + k }));
  for (const thread of all) thread.start();
  console.log("started");
  return all.reduce((x, thread) => (x + thread.result()) % 65537, 0);
}`;

test("times a program on virtual cores, with what each thread did when", async () => {
  const { answer, stdout } = await timed(parallel);

  expect(answer.outcomes[0]?.outcome).toMatchObject({ kind: "returned" });
  const { timing } = answer;
  expect((timing?.workTicks ?? 0) / (timing?.timeTicks ?? 1)).toBeGreaterThan(1.9);
  expect(timing?.threads.map(({ name }) => name)).toEqual(["main", "part-0", "part-1"]);
  expect(new Set(timing?.threads[1]?.timeline.slice(5, 55))).toEqual(new Set(["running"]));
  expect(stdout).toBe("started\n");
});

test("says the same each time, to the last tick", async () => {
  const [one, other] = await Promise.all([timed(parallel), timed(parallel)]);
  expect(one.answer).toEqual(other.answer);
});

test("counts what is under way at once, and only what the scenario says is one", async () => {
  const { answer } = await timed(
    `
import { sleep, Thread } from "@lockstep/threading";
let ask: (index: number) => number = (index) => index;
export function sum(n: number, threads: number, given: typeof ask): number {
  given(1);
  given(2);
  sleep(50);
  return 3;
}`,
  );
  const { inFlight = [], timeTicks = 0 } = answer.timing ?? {};
  expect(inFlight).toContainEqual({ what: "request", max: 1, mean: expect.closeTo(0.5, 2) });
  expect(timeTicks / 1e6).toBeCloseTo(100, 1);
});

test("gives a program up that does too much, and says so", async () => {
  const { answer } = await timed("export function sum() { for (;;) {} }", { timing: { workTicksMax: 50_000 } });
  expect(answer.outcomes[0]?.outcome).toEqual({ kind: "too-long", isSpinning: false });
  expect(answer.timing).toBe(undefined);
});

test("says of one that only looks that it does", async () => {
  const { answer } = await timed(
    `import { Lock } from "@lockstep/sync";
    const lock = new Lock();
    export function sum() { lock.acquire(); while (!lock.tryAcquire()); }`,
  );
  expect(answer.outcomes[0]?.outcome).toEqual({ kind: "too-long", isSpinning: true });
});

test.each([
  ["an error", "export function sum(): void { throw new RangeError('no'); }", { kind: "threw", whose: "student" }],
  [
    "threads that wait for ever",
    `import { Event } from "@lockstep/sync"; export function sum() { new Event().wait(); }`,
    { kind: "lost-wake-up" },
  ],
  ["a missing export", "export const other = 1;", { kind: "unusable" }],
])("tells %s as every run does, without figures", async (_what, student, outcome) => {
  const { answer } = await timed(student);
  expect(answer.outcomes[0]?.outcome).toMatchObject(outcome);
  expect(answer.timing).toBe(undefined);
});
