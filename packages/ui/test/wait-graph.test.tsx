import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { shortNames } from "../src/short-names.ts";
import { WaitGraph } from "../src/wait-graph.tsx";

const CHARACTER = 6.7;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawn(count: number) {
  const circle = Array.from({ length: count }, (_, i) => ({
    name: `clerk-${i}`,
    state: "waiting" as const,
    waitsFor: `Account#${i}.lock`,
    heldBy: [],
    holds: [],
  }));
  const html = renderToStaticMarkup(<WaitGraph circle={circle} label="" />);
  const numbers = (pattern: RegExp) => [...html.matchAll(pattern)].map((found) => found.slice(1).map(Number));
  const [[width = 0, height = 0] = []] = numbers(/viewBox="0 0 ([\d.]+) ([\d.]+)" role/g);
  const boxes = numbers(/<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"/g).map(
    ([x = 0, y = 0, w = 0, h = 0]): Rectangle => ({ x, y, width: w, height: h }),
  );
  const locks = numbers(/__lock" x="([-\d.]+)" y="([-\d.]+)"/g).map(([x = 0, y = 0]): Rectangle => {
    const w = "Account#0.lock".length * CHARACTER;
    return { x: x - w / 2, y: y - 6, width: w, height: 12 };
  });
  const middles = numbers(/d="M([-\d.]+) ([-\d.]+)Q([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"/g).map(
    ([ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0]): Rectangle => ({
      x: (ax + 2 * bx + cx) / 4,
      y: (ay + 2 * by + cy) / 4,
      width: 0,
      height: 0,
    }),
  );
  return { width, height, boxes, locks, middles };
}

const meet = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test.each([1, 2, 3, 4, 5])("draws %i waiting threads so that every name can be read", (count) => {
  const { width, height, boxes, locks, middles } = drawn(count);
  const all = [...boxes, ...locks, ...middles];

  expect(locks).toHaveLength(count);
  for (const [i, one] of all.entries()) {
    expect(Math.min(one.x, one.y, width - one.x - one.width, height - one.y - one.height)).toBeGreaterThanOrEqual(0);
    expect(all.slice(i + 1).filter((other) => meet(one, other))).toEqual([]);
  }
});

test("gives each drawing of a page an arrow head of its own", () => {
  const circle = [{ name: "a", state: "waiting" as const, waitsFor: "l", heldBy: ["a"], holds: ["l"] }];
  const html = renderToStaticMarkup(
    <>
      <WaitGraph circle={circle} label="" />
      <WaitGraph circle={circle} label="" />
    </>,
  );
  const ids = [...html.matchAll(/<marker id="(.*?)"/g)].map(([, id]) => id);

  expect(new Set(ids).size).toBe(2);
  expect([...html.matchAll(/marker-end="url\(#(.*?)\)"/g)].map(([, id]) => id)).toEqual(ids);
});

test.each([
  [
    ["clerk-1", "main"],
    ["clerk-1", "main"],
  ],
  [
    ["thread-1 (sumSlice)", "thread-2 (sumSlice)"],
    ["thread-1", "thread-2"],
  ],
  [
    ["thread (sumSlice) #1", "thread (sumSlice) #2"],
    ["thread …lice) #1", "thread …lice) #2"],
  ],
  [
    ["ThreadPoolExecutor-0_1", "main"],
    ["ThreadP…utor-0_1", "main"],
  ],
])("shortens names to 16 characters, and never to the same: %j", (names, short) => {
  expect(shortNames(names, 16)).toEqual(short);
});
