import { expect, test } from "vitest";
import { followChanges } from "../src/follow-changes.ts";

/** What is told when the looks find these states, one after the other; "!" is a look that fails. */
async function toldOf(states: string): Promise<readonly string[]> {
  const ending = new AbortController();
  const told: string[] = [];
  let looks = 0;
  const look = () => {
    const state = states[looks++] ?? "";
    if (looks >= states.length) ending.abort();
    if (state === "!") throw new Error("gone");
    return state;
  };
  const changed = () => Promise.resolve(void told.push(states[looks - 1] ?? ""));
  await followChanges({ look, from: "a", everyMs: 1, signal: ending.signal, changed });
  return told;
}

test("tells nothing as long as nothing changes", async () => {
  expect(await toldOf("aaaaaa")).toEqual([]);
});

test("tells a change once, when it has settled", async () => {
  expect(await toldOf("aabbbb")).toEqual(["b"]);
  expect(await toldOf("aabcdeffa")).toEqual(["f"]);
});

test("tells a change that was made before the first look, and one that goes back", async () => {
  expect(await toldOf("bbbaaaa")).toEqual(["b", "a"]);
});

test("waits where a look fails, and goes on", async () => {
  expect(await toldOf("aa!!b!bbb")).toEqual(["b"]);
});
