import { expect, test } from "vitest";
import { giveBlock, takeBlock, words } from "../src/seam.ts";

test("hands out again what was given back, zeroed, and nothing twice", () => {
  const first = takeBlock(16);
  words[first + 3] = 7;
  giveBlock(first, 16);
  const again = takeBlock(10);

  expect([again, words[again + 3]]).toEqual([first, 0]);
  expect(takeBlock(16)).not.toBe(first);
});

test("keeps sizes apart, and goes on for ever with what is given back", () => {
  const small = takeBlock(16);
  giveBlock(small, 16);
  expect(takeBlock(40)).not.toBe(small);

  const used = new Set<number>();
  for (let i = 0; i < 300_000; i++) {
    const block = takeBlock(100);
    used.add(block);
    giveBlock(block, 100);
  }
  expect(used.size).toBe(1);
});
