import { expect, test } from "vitest";
import { byTurns, quantile, rowOf } from "../src/bench-row.ts";
import { start } from "./command.ts";

test("ours and the peer are measured by turns, and each is first as often", async () => {
  const order: string[] = [];
  const sample = (who: string) => () => order.push(who);

  const { ours, peer } = await byTurns(4, sample("ours"), sample("peer"));

  expect(order.slice(2)).toEqual(["ours", "peer", "peer", "ours", "ours", "peer", "peer", "ours"]);
  expect([ours.length, peer.length]).toEqual([4, 4]);
});

test("a peer that is not installed leaves its columns empty", async () => {
  const { ours, peer } = await byTurns(3, () => 5, null);

  expect(rowOf({ id: "lock:other", unit: "ns", better: "less", ours, peer, peerName: "other" })).toEqual({
    id: "lock:other",
    ours: 5,
    peer: null,
    peerName: "other",
    unit: "ns",
    ratio: null,
    spread: [5, 5],
    repetitions: 3,
  });
});

test.each([
  ["less", 2],
  ["more", 0.5],
] as const)("where %s is better, the ratio is above 1 when ours is better", (better, ratio) => {
  const row = rowOf({ id: "x", unit: "u", better, ours: [1, 10, 100], peer: [2, 20, 200], peerName: "y" });

  expect(row.ratio).toBe(ratio);
});

test("a peer that never answers is asked no more, and what it said before counts", async () => {
  let asked = 0;
  const peer = () => (asked++ < 2 ? 4 : new Promise<never>(() => undefined));

  expect(await byTurns(3, () => 5, peer, 20)).toEqual({ ours: [5, 5, 5], peer: [4] });
  expect(asked).toBe(3);
});

test("a slow moment that met both is no difference", () => {
  const row = rowOf({ id: "x", unit: "ms", better: "less", ours: [1, 1, 9, 9, 9], peer: [2, 2, 18, 18, 18] });

  expect(row.ratio).toBe(2);
});

test("what was not measured is no row", () => {
  expect(() => rowOf({ id: "x", unit: "ms", better: "less", ours: [] })).toThrow(RangeError);
});

test("a quantile lies between the samples", () => {
  expect([0, 0.5, 1].map((part) => quantile([4, 1, 2], part))).toEqual([1, 2, 4]);
  expect(quantile([1, 2], 0.5)).toBe(1.5);
});

test("an unknown topic is refused, and the known ones are named", async () => {
  using command = start("bench.ts", ["nothing"]);

  expect(await command.ended).toBe(2);
  expect(command.said()).toMatch(/Usage: pnpm bench <topic>.*\nTopics: /);
});
