import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GRADING_CHANNEL, type ToldGrading } from "../src/process/grading-channel.ts";
import { awaitGrading } from "../src/testkit/grading.ts";
import { random } from "../src/testkit/random.ts";

/** The tests are told a grading as the judge process tells it. */
async function toldSeed(seed: number): Promise<void> {
  const channel = new BroadcastChannel(GRADING_CHANNEL);
  const waiting = new Promise<void>((resolve) => channel.addEventListener("message", () => resolve(), { once: true }));
  const told = awaitGrading();
  await waiting;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel between threads
  channel.postMessage({ files: [], seed, outcomes: [] } satisfies ToldGrading);
  await told;
  channel.close();
}

const drawn: number[][] = [];
const draw = (count: number) => Array.from({ length: count }, () => random().uint32());

describe.each([7, 7, 8])("a grading with seed %i", (seed) => {
  beforeAll(() => toldSeed(seed));
  const values: number[] = [];
  afterAll(() => drawn.push(values));

  test("goes on where the last call of the same test was: no input is another one's shadow", () => {
    values.push(...draw(6));
    expect(new Set(values).size).toBe(6);
  });

  test("begins each test by itself: what another test draws changes nothing", () => {
    const own = draw(3);
    expect(own.some((value) => values.includes(value))).toBe(false);
    values.push(...own);
  });
});

test("the same seed gives the same inputs in the same test, another seed gives others", () => {
  const [first, again, other] = drawn;
  expect(again).toEqual(first);
  expect(other?.some((value) => first?.includes(value))).toBe(false);
});
