import { expect, test } from "vitest";
import { explore, replayOf } from "../../src/index.ts";
import { programOf } from "./explored.ts";

test("objects of one name are told apart, in the end and in the steps; what is alone keeps its name", () => {
  const program = programOf(`
    import { i32, struct } from "@lockstep/memory";
    import { Lock } from "@lockstep/sync";
    import { Thread } from "@lockstep/threading";
    const Account = struct("Account", { coins: i32, lock: Lock });
    const Book = struct("Book", { lines: i32 });
    export function move(from, to, book) {
      from.lock.acquire();
      book.lines++;
      to.lock.acquire();
      to.lock.release();
      from.lock.release();
    }
    export function main() {
      const [a, b, book] = [new Account(), new Account(), new Book()];
      const there = new Thread({ target: move, args: [a, b, book], name: "there" });
      const back = new Thread({ target: move, args: [b, a, book], name: "back" });
      there.start();
      back.start();
      there.join();
      back.join();
    }`);

  const { failure } = explore(program);
  const { events = [] } = failure ? replayOf(program, failure.replay) : {};

  expect(failure?.ending.stuck.slice(1).map(({ name, on, heldBy }) => [name, on, heldBy])).toEqual([
    ["there", "Account#2.lock", "back"],
    ["back", "Account#1.lock", "there"],
  ]);
  const taken = events.filter(({ step }) => step === "acquire").map(({ thread, on }) => `${thread} ${on}`);
  expect(taken.toSorted()).toEqual(["back Account#2.lock", "there Account#1.lock"]);
  expect(events.filter(({ on }) => on.startsWith("Book")).every(({ on }) => on === "Book.lines")).toBe(true);
});
