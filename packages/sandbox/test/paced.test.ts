import { describe, expect, test } from "vitest";
import { type Asked, runBoot } from "./boot-process.ts";

const scenario = `
  import { student } from "@lockstep/sandbox/scenario";
  export default function run(input: any) { return student<any>("main").main(input.turns, input.threads); }`;

const PRELUDE = `
  import { Cell } from "@lockstep/memory";
  import { Lock } from "@lockstep/sync";
  import { sleep, Thread } from "@lockstep/threading";
  export function work(turns: number): number {
    let x = 1;
    for (let i = 0; i < turns; i++) x = (x * 75 + 74) % 65537;
    return x;
  }
  function inThreads(target: (...args: any[]) => unknown, listOfArgs: any[][]): number {
    const all = listOfArgs.map((args) => new Thread({ target, args }));
    for (const thread of all) thread.start();
    for (const thread of all) thread.join();
    return all.length;
  }`;

/** On its own core some 100 ms: what it takes to get a thread ready weighs little in it. */
const TURNS = 24_000_000;

async function paced(student: string, threads: number, more: Partial<Asked> = {}) {
  const { answer } = await runBoot({
    mode: "paced",
    scenario,
    student: PRELUDE + student,
    stepsMax: 1_000_000,
    cores: 2,
    input: { turns: TURNS, threads },
    ...more,
  });
  expect(answer.outcomes.map(({ outcome }) => outcome.kind)).toEqual(["returned"]);
  if (!answer.paced) throw new Error("no figures");
  const { timeMs, threads: told, cores } = answer.paced;
  const cpuTimeMs = told.reduce((sum, thread) => sum + thread.cpuTimeMs, 0);
  return { parallelism: cpuTimeMs / timeMs, timeMs, cpuTimeMs, told, cores };
}

const split = `
  export async function part(turns: number) { return work(turns); }
  export async function main(turns: number, threads: number) {
    return inThreads(part, Array.from({ length: threads }, () => [turns / threads]));
  }`;
const locked = `
  const lock = new Lock();
  export function part(turns: number) {
    for (let i = 0; i < 20; i++) {
      lock.acquire();
      work(turns / 20);
      lock.release();
    }
  }
  export function main(turns: number, threads: number) {
    return inThreads(part, Array.from({ length: threads }, () => [turns / threads]));
  }`;

describe("real threads, paced by ideal cores", () => {
  test("are as parallel as two cores allow, also where three async ones share these; each is known by its worker", async () => {
    const { parallelism, told, cores } = await paced(split, 3);
    expect(cores).toBe(2);
    expect(parallelism).toBeGreaterThan(1.6);
    expect(parallelism).toBeLessThanOrEqual(2.0001);
    expect(told.map(({ name }) => name)).toEqual(["main", "thread-1 (part)", "thread-2 (part)", "thread-3 (part)"]);
    expect(new Set(told.map(({ worker }) => worker)).size).toBe(4);
  });

  test("are not parallel where one lock lets one of them work at a time, though both work the same", async () => {
    const { parallelism, told } = await paced(locked, 2);
    expect(parallelism).toBeLessThan(1.4);
    const [, one, other] = told;
    expect(Math.abs((one?.cpuTimeMs ?? 0) - (other?.cpuTimeMs ?? 0))).toBeLessThan((one?.cpuTimeMs ?? 0) / 2);
  });

  test("sleep on the round's own clock: naps at once take as long as one, and cost no work; looking costs work", async () => {
    const text = `
      const done = new Cell(0);
      export function nap() { sleep(60_000); done.store(1); }
      export function main() {
        inThreads(nap, [[], [], [], []]);
        const last = new Thread({ target: nap, args: [] });
        done.store(0);
        last.start();
        for (let look = 0; look < 1000 && done.load() === 0; look++) work(1000);
        last.join();
        return 1;
      }`;
    const { timeMs, cpuTimeMs, told } = await paced(text, 0);
    expect(timeMs).toBeGreaterThanOrEqual(120_000);
    expect(timeMs).toBeLessThan(120_000 + cpuTimeMs);
    const [main, ...naps] = told;
    expect(main?.cpuTimeMs).toBeGreaterThan(Math.max(...naps.map((thread) => thread.cpuTimeMs)));
  });
});
