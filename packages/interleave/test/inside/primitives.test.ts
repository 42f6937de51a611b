import { describe, expect, test } from "vitest";
import { explore, replayOf } from "../../src/index.ts";
import { programInside } from "./library.ts";
import { insides, mistakes } from "./programs.ts";

const RUNS_MAX = 100_000;

/** The word in which a lock's holder is written down: only its holder asks whether it is the holder, and races with others in vain. */
const isOwnerWord = (name: string) => Number(name.replace("word ", "")) % 128 === 1;

describe("our own primitives are proved over their inner steps", () => {
  test.each(Object.entries(insides))("%s", async (_name, { text, holds }) => {
    const { failure, coverage, isProgressProved, races } = explore(await programInside(text, holds), {
      runsMax: RUNS_MAX,
    });

    expect(failure).toBeNull();
    expect(coverage).toEqual({ kind: "complete" });
    expect(isProgressProved).toBe(true);
    expect(races.map(({ object }) => object.name).filter((name) => !isOwnerWord(name))).toEqual([]);
  });
});

describe("a mistake in a primitive is found, with a schedule that shows it again", () => {
  test.each(Object.entries(insides))("%s", async (_name, { text, holds, planted }) => {
    const program = await programInside(text, holds, planted);
    const { failure } = explore(program, { runsMax: RUNS_MAX });
    const replayed = failure && replayOf(program, failure.replay);

    expect(replayed?.ending.kind).toBe(failure?.ending.kind);
    expect(replayed?.events.length).toBeGreaterThan(5);
  });
});

describe("so is another one", () => {
  test.each(Object.entries(mistakes))("%s", async (_name, { of, planted }) => {
    const { text, holds } = insides[of] ?? { text: "", holds: () => false };
    const program = await programInside(text, holds, planted);
    const { failure } = explore(program, { runsMax: RUNS_MAX });
    const replayed = failure && replayOf(program, failure.replay);

    expect(failure?.ending.kind).toMatch(/invariant|deadlock|lost-wake-up|lock-held/);
    expect(replayed?.ending.kind).toBe(failure?.ending.kind);
  });
});

test("two sleepers are served by one release of several, although the first of them is quick", async () => {
  // Found here: who was told to take its permits took them while they still counted as promised, and one was left over.
  const early = { file: "serve.ts", from: "woken.push(first);", to: "tell(first, WOKEN);" };
  const { text, holds } = insides["Semaphore, two permits at once"] ?? { text: "", holds: () => false };

  expect(explore(await programInside(text, holds, early), { runsMax: RUNS_MAX }).failure?.ending.kind).toBe(
    "lost-wake-up",
  );
});
