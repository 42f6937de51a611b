import { describe, expect, test } from "vitest";
import { replayOf } from "../../src/index.ts";
import { explored, programOf } from "../run/explored.ts";
import { rightAsync, wrongAsync } from "./programs.ts";

describe("a mistake over an await is found, and its schedule fails alike in 20 replays in fresh copies", () => {
  test.each(Object.entries(wrongAsync))("%s", (_name, { text, holds, ends }) => {
    const { failure, races } = explored(text, holds);
    const found = [failure?.ending.kind, ...(races.length > 0 ? ["race" as const] : [])];
    const program = programOf(text, holds);
    const replays = Array.from({ length: 20 }, () => failure && replayOf(program, failure.replay));

    expect(ends.filter((kind) => found.includes(kind))).not.toEqual([]);
    expect(failure?.run ?? 1).toBeLessThanOrEqual(200);
    expect(new Set(replays.map((replayed) => JSON.stringify(replayed))).size).toBe(1);
    expect(replays[0]?.ending.kind).toBe(failure?.ending.kind);
  });
});

describe("a right asynchronous program is proved for its size, with progress", () => {
  test.each(Object.entries(rightAsync))("%s", (_name, { text, holds }) => {
    const { failure, races, coverage, isProgressProved } = explored(text, holds);

    expect(failure).toBeNull();
    expect(races).toEqual([]);
    expect(coverage).toEqual({ kind: "complete" });
    expect(isProgressProved).toBe(true);
  });
});

test("whoever waits for a promise that nobody settles is told with the lines of all its functions that wait", () => {
  const text = `async function inner() {
  await new Promise(() => 0);
}
export async function main() {
  await inner();
}`;
  const program = programOf(text);
  const { failure } = explored(text);

  expect(failure?.ending.stuck).toMatchObject([{ name: "main", on: "a promise that nobody settles", asleep: true }]);
  expect(failure?.ending.stuck[0]?.sites.map((site) => program.placeOf(site)?.line)).toEqual([2, 5]);
});

test("where time passes only when nobody can go on, timers come in the order of their deadlines", () => {
  const text = `const after = (ms) => new Promise((done) => setTimeout(() => done(ms), ms));
  export async function main() { const out = []; await Promise.all([after(30), after(10), after(20)].map(async (p) => { out.push(await p); if (out.length === 1) out.push(await after(5)); })); return out; }`;
  const { ends } = explored(text, undefined, { isPatient: true, collect: true });

  expect(ends.map(({ ending }) => ending.result)).toEqual(["[10,5,20,30]"]);
});

test("what would make promises of the language's own is refused", () => {
  expect(() => explored("export async function main() { return Array.fromAsync([1]); }")).toThrow(/Array\.fromAsync/);
});
