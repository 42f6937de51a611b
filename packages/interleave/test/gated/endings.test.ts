import { Stage } from "@lockstep/threading/machinery";
import { describe, expect, test } from "vitest";
import { exploreGated, gatedProgram } from "../../src/gated/index.ts";

const module = new URL("./ending-programs.ts", import.meta.url).href;

/** How some rounds in a row end: each needs workers where the round before has lost some. */
function ends(name: string, args: readonly unknown[], isFree: boolean, count = 2): readonly string[] {
  const rounds = Array.from({ length: count });
  if (isFree) {
    using stage = new Stage({ module, name, args }, { isFree });
    return rounds.map(() => {
      const end = stage.play();
      return end.kind === "threw" ? `threw ${end.error}` : end.kind === "over" ? `ok ${end.result}` : end.kind;
    });
  }
  using program = gatedProgram({ module, name, args });
  return rounds.map(() => {
    const { ends: found } = exploreGated(program, { collect: true, bounds: [], runsMax: 0, samples: 2 });
    return found.map(({ ending: { kind, result } }) => (kind === "ok" ? `ok ${result}` : kind)).join();
  });
}

/** Of threads whose functions throw. */
const errors: Readonly<Record<string, string>> = {
  throwsLoosely: "Error: thrown",
  exitsAfter: "Error: thrown",
  throwsNothingToTell: "something was thrown of which no text can be made",
};

describe.each([
  ["led", false],
  ["at full speed", true],
] as const)("a real thread, %s,", (_how, isFree) => {
  test("that calls process.exit() ends there, alone and silently", () => {
    expect(ends("threadsExit", [], isFree)).toEqual(["ok [2,0,null,null]", "ok [2,0,null,null]"]);
  });

  test("that is the main one and calls process.exit() ends there, and the others go on", () => {
    expect(ends("mainExits", [], isFree)).toEqual(["ok undefined", "ok undefined"]);
  });

  test("leaves no timer to the threads of other rounds", () => {
    expect(ends("seesLate", [], isFree, 4)).toEqual(["ok false", "ok false", "ok false", "ok false"]);
  });

  test.each(["answersLoosely", "answersBefore", "staysLoosely", "throwsLoosely", "exitsAfter", "throwsNothingToTell"])(
    "ends with its first error, though it be of a promise that nobody looks after or of a microtask, and whatever it is: %s",
    (target) => {
      const error = errors[target] ?? "Error: loose";
      const end = isFree ? `threw ${error}` : "uncaught-error"; // whose text is in no ending

      expect(ends("starts", [target], isFree)).toEqual([end, end]);
    },
  );

  test.each([
    ["takesLoosely", "Error: loose"],
    ["takesThrown", "Error: thrown"],
  ])("keeps that error for who asks for its result, where its hook took it: %s", (target, error) => {
    expect(ends("isAsked", [target], isFree)).toEqual([`ok "${error}"`, `ok "${error}"`]);
  });
});
