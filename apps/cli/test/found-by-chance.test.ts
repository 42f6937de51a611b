import { expect, test } from "vitest";
import { foundByChance, GRADINGS_PER_MISS } from "../src/found-by-chance.ts";

const grading = (broke: number, tried: number, asked = 30) => ({ broke, tried, asked });

test("adds up what the gradings have seen, and says how many it takes to miss the defect once", () => {
  expect(foundByChance([grading(10, 30), grading(20, 30)])).toEqual({
    broke: 30,
    tried: 60,
    asked: 30,
    gradingsPerMiss: 2 ** 30,
    isTooSeldom: false,
  });
});

test("a case that ends with the first schedule that shows it is counted by how many there were up to it", () => {
  const firsts = [1, 4, 2, 1, 2, 2].map((tried) => grading(1, tried, 20));

  expect(foundByChance(firsts)).toMatchObject({ broke: 6, tried: 12, gradingsPerMiss: 2 ** 20, isTooSeldom: false });
});

test("calls what a thousand gradings would miss once too seldom, when it has seen enough of it", () => {
  expect(foundByChance(Array.from({ length: 5 }, () => grading(6, 30)))).toMatchObject({
    gradingsPerMiss: 808,
    isTooSeldom: true,
  });
});

test("calls nothing too seldom by one grading that may have been bad luck", () => {
  expect(foundByChance([grading(6, 30)])).toMatchObject({ gradingsPerMiss: 808, isTooSeldom: false });
});

test("a few gradings are enough for what three in a thousand schedules show", () => {
  expect(foundByChance([grading(1, 300, 400), grading(1, 333, 400)])?.isTooSeldom).toBe(true);
});

test("what every schedule shows is never missed", () => {
  expect(foundByChance([grading(5, 5)])).toMatchObject({
    gradingsPerMiss: Number.MAX_SAFE_INTEGER,
    isTooSeldom: false,
  });
});

test("a schedule too few or too many at the edge of what is enough changes nothing that was called by accident", () => {
  const enough = 1 - GRADINGS_PER_MISS ** (-1 / 30);
  const called = [0.5, 0.8, 1, 1.2].map((times) => {
    const broke = Math.round(3000 * enough * times);
    return foundByChance([grading(broke, 3000)])?.isTooSeldom;
  });

  expect(called).toEqual([true, true, false, false]);
});

test("knows nothing where the defect was found otherwise, if only once", () => {
  expect(foundByChance([])).toBeNull();
  expect(foundByChance([null])).toBeNull();
  expect(foundByChance([grading(3, 30), null])).toBeNull();
});
