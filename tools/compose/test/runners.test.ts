import { expect, test } from "vitest";
import { areReady, RunnerFailedError } from "../src/runners.ts";

const ready = { restarts: 0, said: "runner 4f1c is ready: 2 at a time, sandbox with bubblewrap, cgroup v2\n" };
const starting = { restarts: 0, said: "" };

test.each([
  { states: [ready, ready], wanted: 2, are: true },
  { states: [ready, starting], wanted: 2, are: false },
  { states: [], wanted: 2, are: false },
])("runners are ready when as many say so: $are", ({ states, wanted, are }) => {
  expect(areReady(states, wanted)).toBe(are);
});

test.each([
  { what: "ended", state: { restarts: 1, said: "TypeError: no such module\n" }, says: "TypeError: no such module" },
  {
    what: "has no sandbox",
    state: { restarts: 0, said: "the sandbox is not available: unshare is forbidden\n  do: see infra/README.md\n" },
    says: "unshare is forbidden",
  },
])("a runner that $what is told at once, in its own words", ({ state, says }) => {
  const look = () => areReady([ready, state], 2);

  expect(look).toThrow(RunnerFailedError);
  expect(look).toThrow(says);
});
