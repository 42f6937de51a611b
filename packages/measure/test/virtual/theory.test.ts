import { expect, test } from "vitest";
import { parallelism, timed } from "./timed.ts";

/** Serial work in front, then parallel work in as many threads as cores. */
const AMDAHL = `
import { Thread } from "@lockstep/threading";
export function work(turns: number): number {
  let x = 1;
  for (let i = 0; i < turns; i++) x = (x * 31 + i) % 65537;
  return x;
}
export function main(serial: number, parallel: number, threads: number): number {
  let sum = work(serial);
  const all: Thread[] = [];
  for (let k = 0; k < threads; k++) {
    const thread = new Thread({ target: work, args: [parallel / threads] });
    thread.start();
    all.push(thread);
  }
  for (const thread of all) thread.join();
  return sum;
}`;
const TURNS = 84_000; // divisible by 1 to 8

test.each([0.1, 0.25, 0.75])("a program with a serial part of %f speeds up as Amdahl says, on 1 to 8 cores", (part) => {
  for (let cores = 1; cores <= 8; cores++) {
    const run = timed(AMDAHL, { cores, args: [TURNS * part, TURNS * (1 - part), cores] });
    const theory = 1 / (part + (1 - part) / cores);
    expect(Math.abs(parallelism(run) / theory - 1), `${cores} cores`).toBeLessThan(0.03);
  }
});
