import { beginExercise, readExercise, readSolutions } from "@lockstep/catalog";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exercisesFolder } from "../src/exercise-folder.ts";
import { withJudge } from "../src/with-judge.ts";

test("a new exercise is proved as it was made: right and wrong solution get their verdicts, the starter is refused", async () => {
  const exercises = await mkdtemp(join(tmpdir(), "lockstep-new-exercise-"));
  try {
    await cp(join(exercisesFolder, ".template"), join(exercises, ".template"), { recursive: true });
    const begun = await beginExercise(exercises, { slug: "my-counter", lesson: "lost-update" });
    const pack = await readExercise(begun?.folder ?? "");
    const [right, wrong] = await readSolutions(begun?.folder ?? "");
    const submissions = [right?.files, wrong?.files, pack.starter["typescript"]].map((files) => files ?? []);
    await withJudge(async (judge) => {
      const endings = [];
      for (const files of submissions) {
        const report = await judge.grade({ pack, language: "typescript", files, purpose: "submit" });
        endings.push([report.verdict, report.reason, report.decidingCase]);
      }

      expect(endings[0]).toEqual(["accepted", null, null]);
      expect(endings[1]).toEqual(["wrong-answer", "lost-update", "all-at-once"]);
      expect(endings[2]).toEqual(endings[1]);
      return 0;
    });
  } finally {
    await rm(exercises, { recursive: true, force: true });
  }
});
