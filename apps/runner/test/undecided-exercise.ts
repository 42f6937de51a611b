import { join } from "node:path";
import { readExercise, readSourceFolder } from "@lockstep/catalog";
import type { ExercisePack, SourceFile } from "@lockstep/contracts";

const folder = join(import.meta.dirname, "../../../exercises/uneven-tasks");

/** A claim on real threads that wants two votes more than it has rounds: never decided, as on a machine that never rests. */
const TEST = `
  import { measureThreads, scenario } from "@lockstep/judge/testkit";
  import { test } from "vitest";
  import { z } from "zod";
  const sums = scenario("sums", z.array(z.number()));
  const alone = scenario("alone", z.array(z.number()));
  test("is faster on real threads", async () => {
    const rule = { leadForFast: 3, leadForSlow: 3, roundsMax: 1 };
    const input = () => ({ sizes: [30_000, 30_000, 30_000, 30_000], threads: 2 });
    await measureThreads(sums, input, { cores: 2, against: alone, atLeast: 1.5, rule });
  });`;

/** `uneven-tasks` with that claim as its only case. */
export async function undecided(): Promise<ExercisePack> {
  const pack = await readExercise(folder);
  const [first] = pack.manifest.cases;
  if (!first) throw new Error("it has cases");
  const cases = [{ ...first, id: "threads", test: "is faster on real threads" }];
  const tests = [{ name: "visible.test.ts", text: TEST }];
  return { ...pack, version: "0".repeat(64), manifest: { ...pack.manifest, cases }, tests };
}

/** A right solution of it. */
export function sharedSums(): Promise<SourceFile[]> {
  return readSourceFolder(join(folder, "solutions/accepted/every-nth-task"));
}
