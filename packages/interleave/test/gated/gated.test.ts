import { describe, expect, test, vi } from "vitest";
import { exploreGated, type GatedProgram, gatedProgram, replayGated } from "../../src/gated/index.ts";

const module = new URL("./programs.ts", import.meta.url).href;
const isSoldOut = (result: unknown) => result === 0;
const areAlike = (result: unknown) => Array.isArray(result) && result[0] === result[1];

/** The same program, whose threads ask at each step who goes on. */
function asking(program: GatedProgram): GatedProgram {
  return {
    ...program,
    setup(memory) {
      const prepared = program.setup(memory);
      return { ...prepared, ...(prepared.real && { real: { ...prepared.real, decides() {} } }) };
    },
  };
}

describe("real threads, one at a time as the search decides", () => {
  test("a race is named, and the schedule in which a sale is lost repeats itself, with its lines", () => {
    using program = gatedProgram({ module, name: "racy" }, { invariant: isSoldOut });
    const { failure, races } = exploreGated(program);
    const replays = failure && [0, 1, 2].map(() => replayGated(program, failure.replay));

    expect(races.map(({ object }) => object.name)).toEqual(["Shop.left"]);
    expect(failure?.ending).toMatchObject({ kind: "invariant", result: "1" });
    expect(new Set(replays?.map((replayed) => JSON.stringify(replayed))).size).toBe(1);
    expect(replays?.[0]?.ending).toEqual(failure?.ending);
    expect(replays?.[0]?.events).toContainEqual({
      thread: "thread-1 (buy)",
      step: "read",
      on: "Shop.left",
      value: 2,
      line: expect.stringMatching(/^programs\.ts:\d+$/),
    });
  });

  test("a right program has no schedule that fails, with one forced switch at most", () => {
    using program = gatedProgram({ module, name: "locked" }, { invariant: isSoldOut });
    const { failure, races, coverage } = exploreGated(program, { runsMax: 150, samples: 20, bounds: [0, 1] });

    expect(failure).toBeNull();
    expect(races).toEqual([]);
    expect(coverage).toEqual({ kind: "bounded", switches: 1 });
  });

  test("nobody asks for a thread that it starts, wakes or is, but for going to sleep", () => {
    using program = gatedProgram({ module, name: "locked" });
    const { conductor } = program.stage;
    exploreGated(program, { bounds: [0], runsMax: 1, samples: 0 });

    // Of the main thread: up to the join of each, and to its end. Of each other one: from its beginning to its end.
    expect(conductor.handOvers).toBe(5);
  });

  test("a run that is given up while threads begin leaves none of them to the next", () => {
    using program = gatedProgram({ module, name: "tells" }, { invariant: areAlike });
    const whole = () => {
      const { ends, runs, steps } = exploreGated(program, { runsMax: 30, samples: 0, bounds: [0, 1], collect: true });
      return { ends: ends.map(({ ending, run }) => [ending.kind, ending.result, run]), runs, steps };
    };
    const before = whole();

    expect(before.ends.map(([, result]) => result)).toEqual(["[2,2]", "[1,1]"]);
    for (const stepsMax of [1, 2, 3, 4, 5, 6]) {
      exploreGated(program, { stepsMax, runsMax: 3, samples: 0, bounds: [0] });
      expect(whole()).toEqual(before);
    }
  });

  test("a run that is given up while threads sleep for a time costs none of them its worker", () => {
    using program = gatedProgram({ module, name: "waits" });
    const replace = vi.spyOn(program.stage, "replace");
    const { ends } = exploreGated(program, { collect: true, samples: 0, runsMax: 60, bounds: [] });

    expect(ends.map(({ ending }) => ending.result)).toEqual(["[false,false]"]);
    expect(replace).not.toHaveBeenCalled();
  });

  test("a deadlock is found, with who waits for what that whom holds", () => {
    using program = gatedProgram({ module, name: "crossed" });
    const { failure } = exploreGated(program);

    expect(failure?.ending.kind).toBe("deadlock");
    expect(failure?.ending.stuck).toMatchObject([
      { name: "main" },
      { on: "second", heldBy: "thread-2 (secondThenFirst)" },
      { on: "first", heldBy: "thread-1 (firstThenSecond)" },
    ]);
  });

  test("a thread that awaits something is not said to be stuck, since it could go on with something else: the program is refused", () => {
    using program = gatedProgram({ module, name: "setsItself" });

    expect(() => exploreGated(program)).toThrow(/main awaits bell, and could go on with something else/);
  });

  test("a thread that goes round at a plain field lets others go on: the race is told", () => {
    using program = gatedProgram({ module, name: "goesRound" });
    const { races, ends } = exploreGated(program, { collect: true, bounds: [], runsMax: 0, samples: 24 });

    expect(races.map(({ object }) => object.name)).toContain("Flag.up");
    expect(ends.map(({ ending }) => ending.kind)).toContain("ok");
  });

  test("what a thread leaves to its event loop is done in its own round, and not in the next", () => {
    using program = gatedProgram({ module, name: "leavesMicrotasks" });
    const { ends } = exploreGated(program, { collect: true, bounds: [], runsMax: 0, samples: 20 });

    expect(ends.map(({ ending }) => ending.result)).toEqual(["[0,0]"]);
  });

  test("a thread that awaits what comes is explored", () => {
    using program = gatedProgram({ module, name: "awaitsOne" });
    const { failure, coverage } = exploreGated(program, { samples: 0 });

    expect(failure).toBeNull();
    expect(coverage).toEqual({ kind: "complete" });
  });

  test("who asks for a result gets the error that ended the thread, with what it is told apart by", () => {
    using program = gatedProgram({ module, name: "asks" }, { invariant: (result) => result === "not-held" });

    expect(exploreGated(program, { runsMax: 5, samples: 0 }).failure).toBeNull();
  });

  test("a thread that begins with a release may come before another one acquires, or after", () => {
    using program = gatedProgram({ module, name: "givenBack" });
    const { ends, coverage } = exploreGated(program, { collect: true, samples: 0, bounds: [] });

    expect(coverage).toEqual({ kind: "complete" });
    expect(new Set(ends.map(({ ending }) => ending.result))).toEqual(new Set(['"NotHeldError"', "1"]));
  });

  test("what the transform refuses is explored: an await between reading and writing", () => {
    using program = gatedProgram({ module, name: "later" }, { invariant: isSoldOut });

    expect(exploreGated(program).failure?.ending).toMatchObject({ kind: "invariant", result: "1" });
  });

  test.each(["racy", "given", "between", "tells", "starts"])(
    "who goes on anyway is not asked at each step, which changes nothing of what is found: %s",
    (name) => {
      const found = [true, false].map((asks) => {
        using program = gatedProgram({ module, name });
        const options = { collect: true, runsMax: 60, runsOfBound: 30, samples: 30 };
        const { races, ...all } = exploreGated(asks ? asking(program) : program, options);
        const names = races.map(({ object, kind, threads }) => `${object.name} ${kind} ${threads.join()}`);
        return { all: { ...all, names }, handOvers: program.stage.conductor.handOvers };
      });

      expect(found[1]?.all).toEqual(found[0]?.all);
      expect(found[1]?.handOvers).toBeLessThan(found[0]?.handOvers ?? 0);
    },
  );
});
