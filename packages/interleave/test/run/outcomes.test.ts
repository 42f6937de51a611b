import { expect, test } from "vitest";
import { compareOutcomes, exploreOutcomes, replayOf } from "../../src/index.ts";
import { programOf } from "./explored.ts";

/** Two threads write two accounts each; who reads in between sees how far they are. */
const bank = (transfer: string, look: string) =>
  programOf(`
import { Cell, i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const A = struct("A", { money: i32, lock: Lock });
const a = new A({}), b = new A({}), all = new Lock(), seen = new Cell();
export function transfer() { ${transfer} }
export function look() { ${look} }
export function main() {
  const threads = [new Thread({ target: transfer }), new Thread({ target: look })];
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return seen.load();
}`);
const look = "seen.store(a.lock.withLock(() => a.money) * 10 + b.lock.withLock(() => b.money));";
const fine = bank("a.lock.withLock(() => { a.money = 1; }); b.lock.withLock(() => { b.money = 1; });", look);
const global = bank(
  "all.withLock(() => { a.lock.withLock(() => { a.money = 1; }); b.lock.withLock(() => { b.money = 1; }); });",
  `all.withLock(() => { ${look} });`,
);

test("all outcomes of a program are met, and it is said that there are no others", () => {
  const { outcomes, isComplete, races } = exploreOutcomes(fine);

  expect(outcomes.map(({ kind, result }) => `${kind} ${result}`).toSorted()).toEqual([
    "ok 0",
    "ok 1",
    "ok 10",
    "ok 11",
  ]);
  expect(isComplete).toBe(true);
  expect(races).toEqual([]);
});

test("an outcome that a lock around everything makes impossible is named, with a schedule of the reference", () => {
  const { impossible, added, isProved } = compareOutcomes(exploreOutcomes(global), exploreOutcomes(fine));

  expect(impossible.map(({ result }) => result).toSorted()).toEqual(["1", "10"]);
  expect(added).toEqual([]);
  expect(isProved).toBe(true);
  for (const { result, replay } of impossible) expect(replayOf(fine, replay).ending.result).toBe(result);
});

test("what a program does beyond the reference is named, too", () => {
  const { added } = compareOutcomes(exploreOutcomes(fine), exploreOutcomes(global));

  expect(added.map(({ result }) => result).toSorted()).toEqual(["1", "10"]);
});

test("a comparison with something that was not explored to its end proves nothing", () => {
  expect(compareOutcomes(exploreOutcomes(global, { runsMax: 1, bounds: [] }), exploreOutcomes(fine)).isProved).toBe(
    false,
  );
});
