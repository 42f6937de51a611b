import { describe, expect, test } from "vitest";
import { replayOf } from "../../src/index.ts";
import { rightPrograms } from "./right-programs.ts";
import { wrongPrograms } from "./wrong-programs.ts";
import { explored, programOf } from "./explored.ts";

/** LOCKSTEP_CORPUS_REPETITIONS=20 for a long run of it: each time from the text on, with another seed. */
const repetitions = Array.from({ length: Number(process.env["LOCKSTEP_CORPUS_REPETITIONS"] ?? 1) }, (_v, i) => i + 1);

describe("a wrong program is found, and its schedule fails alike in 20 replays in fresh copies", () => {
  test.each(Object.entries(wrongPrograms))("%s", (_name, { text, holds, ends, spuriousMax = 0 }) => {
    for (const seed of repetitions) {
      const { failure, races } = explored(text, holds, { spuriousMax, seed });
      const found = [failure?.ending.kind, ...(races.length > 0 ? ["race" as const] : [])];

      expect(ends.filter((kind) => found.includes(kind))).not.toEqual([]);
      expect(failure?.run ?? 1).toBeLessThanOrEqual(200);
      if (!failure) continue;
      const program = programOf(text, holds);
      const replays = Array.from({ length: 20 }, () => replayOf(program, failure.replay));

      expect(new Set(replays.map((replayed) => JSON.stringify(replayed))).size).toBe(1);
      expect(replays[0]?.ending.kind).toBe(failure.ending.kind);
    }
  });
});

describe("a right program is proved for its size", () => {
  test.each(Object.entries(rightPrograms))("%s", (_name, { text, holds, spuriousMax = 0 }) => {
    for (const seed of repetitions) {
      const { failure, races, coverage, isProgressProved } = explored(text, holds, { spuriousMax, seed });

      expect(failure).toBeNull();
      expect(races).toEqual([]);
      expect(coverage).toEqual({ kind: "complete" });
      expect(isProgressProved).toBe(true);
    }
  });
});
