import { expect, test } from "vitest";
import { explore, replayOf } from "../../src/index.ts";
import { programOf } from "./explored.ts";

/** Two threads take one coin each without a lock, and note it in a book of the watcher's own. */
const purse = (take: string) =>
  programOf(
    `
import { i32, struct } from "@lockstep/memory";
import { Thread } from "@lockstep/threading";
const Purse = struct("Purse", { coins: i32 });
const Book = struct("Book", { lines: i32 }, { quiet: true });
export function take(purse, book) { book.lines += 1; ${take} book.lines += 1; }
export function main() {
  const purse = new Purse({ coins: 2 });
  const books = [new Book(), new Book()];
  const threads = books.map((book) => new Thread({ target: take, args: [purse, book] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return [purse.coins, books[0].lines, books[1].lines];
}`,
    (result) => JSON.stringify(result) === "[0,2,2]",
  );
const racy = purse("purse.coins -= 1;");

function failureOf(program: typeof racy) {
  const { failure } = explore(program);
  if (!failure) throw new Error("no schedule fails");
  return failure.replay;
}

test("what a quiet struct notes counts, and is no row of a schedule", () => {
  const { ending, events } = replayOf(racy, failureOf(racy));

  expect(ending).toMatchObject({ kind: "invariant", result: "[1,2,2]" });
  expect(events.filter(({ on }) => on.startsWith("Purse")).length).toBeGreaterThanOrEqual(4);
  expect(events.filter(({ on }) => on.startsWith("Book"))).toEqual([]);
});

test("a schedule that is played in another program says which of its deviations never came", () => {
  const schedule = failureOf(racy);

  expect(replayOf(racy, schedule).missed).toEqual([]);
  expect(replayOf(purse(""), schedule).missed).toEqual(schedule.deviations);
});
