import { runRounds } from "@lockstep/threading/machinery";
import { expect, test } from "vitest";
import { exploreGated, gatedProgram, replayGated } from "../../src/gated/index.ts";
import { LENGTH } from "./array-programs.ts";

const module = new URL("./array-programs.ts", import.meta.url).href;
const expected = [0, LENGTH - 1];
const LAST = `row[${LENGTH - 1}]`;

test("in a gated round a long array needs no name for each element, and the schedule has them all the same", async () => {
  const [end] = await runRounds({ module, name: "touchesAll" }, [1], 4 * LENGTH);

  expect(end).toMatchObject({ kind: "over", result: expected });
  expect(end?.report?.events).toContainEqual({ thread: "thread-1 (fill)", step: "write", on: LAST, value: LENGTH - 1 });
});

test("in a led round neither", () => {
  using program = gatedProgram({ module, name: "touchesAll" });
  const { ends } = exploreGated(program, { collect: true, bounds: [], runsMax: 0, samples: 1 });

  expect(ends.map(({ ending: { kind, result } }) => [kind, result])).toEqual([["ok", JSON.stringify(expected)]]);
});

test.each(["I32Array", "F64Array", "U8Array"])("an element that races is told by its place: %s", (kind) => {
  using program = gatedProgram({ module, name: "racesAtLast", args: [kind] }, { invariant: (result) => result === 2 });
  const { races, failure } = exploreGated(program, { runsMax: 50, samples: 0 });
  const replayed = failure && replayGated(program, failure.replay);

  expect(races.map(({ object }) => object.name)).toEqual([LAST]);
  expect(replayed?.events).toContainEqual(expect.objectContaining({ step: "write", on: LAST, value: 1 }));
});
