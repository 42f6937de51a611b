import { expect, test } from "vitest";
import { explored } from "./explored.ts";
import { proofs } from "./proofs.ts";
import { styledProofs } from "./styles.ts";

test.each([...Object.entries(proofs), ...Object.entries(styledProofs)])(
  "%s is proved, its progress too",
  (_name, { text, holds }) => {
    const { failure, races, coverage, isProgressProved } = explored(text, holds);

    expect(failure).toBeNull();
    expect(races).toEqual([]);
    expect(coverage).toEqual({ kind: "complete" });
    expect(isProgressProved).toBe(true);
  },
);
