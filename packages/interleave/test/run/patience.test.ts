import { expect, test } from "vitest";
import { exploreOutcomes, replayOf } from "../../src/index.ts";
import { explored, programOf } from "./explored.ts";

const head = `
import { Cell } from "@lockstep/memory";
import { EmptyError, Queue } from "@lockstep/queue";
import { Event } from "@lockstep/sync";
import { sleep, Thread } from "@lockstep/threading";
const seen = new Cell(), q = new Queue(), e = new Event();
function go(...targets) { const threads = targets.map((target) => new Thread({ target })); for (const t of threads) t.start(); for (const t of threads) t.join(); }
`;
const inOrder = `${head}
export function one() { sleep(10); seen.store(seen.load() * 10 + 1); }
export function two() { sleep(20); seen.store(seen.load() * 10 + 2); }
export function main() { go(two, one); return seen.load(); }`;
const late = `${head}
export function put() { sleep(50); q.put(1); }
export function get() { try { seen.store(q.getFor(TIME)); } catch (error) { if (!(error instanceof EmptyError)) throw error; seen.store(2); } }
export function main() { go(get, put); return seen.load(); }`;
const results = (text: string, isPatient: boolean) =>
  exploreOutcomes(programOf(text), { isPatient })
    .outcomes.map(({ result }) => result)
    .toSorted();

const holds = (result: unknown) => result === 1;

test("who is patient sees threads that sleep wake up in order; nobody else may count on it", () => {
  expect(results(inOrder, true)).toEqual(["12"]);
  expect(results(inOrder, false)).toEqual(["1", "12", "2", "21"]);
});

test("a time-out comes when its time is over, and not before what comes sooner", () => {
  expect(results(late.replace("TIME", "60"), true)).toEqual(["1"]);
  expect(results(late.replace("TIME", "40"), true)).toEqual(["2"]);
  expect(results(late.replace("TIME", "50"), true)).toEqual(["1", "2"]);
});

test("a patient exploration is complete, and its failure is replayed with the same patience", () => {
  const text = late.replace("TIME", "50");
  const { failure, coverage } = explored(text, holds, { isPatient: true, collect: true });

  expect(coverage.kind).toBe("complete");
  expect(failure?.replay.isPatient).toBe(true);
  expect(failure && replayOf(programOf(text, holds), failure.replay).ending.kind).toBe("invariant");
});
