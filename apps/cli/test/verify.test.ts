import { readSolutions } from "@lockstep/catalog";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { exerciseNames, exercisesFolder } from "../src/exercise-folder.ts";
import { type CallResult, lockstep } from "./lockstep.ts";

const verified = z.object({
  exercises: z.array(z.string()),
  gradings: z.number(),
  mismatches: z.number(),
  tooSeldom: z.number(),
  failures: z.array(z.unknown()),
  byChance: z.array(z.object({ solution: z.string(), isTooSeldom: z.boolean() })),
  proofs: z.array(
    z.object({
      exercise: z.string(),
      solution: z.string(),
      expected: z.string(),
      got: z.string(),
      matches: z.boolean(),
      seed: z.int(),
      why: z.object({ seen: z.string().min(1), at: z.string().nullable() }).nullable(),
      again: z.string(),
    }),
  ),
});

// Every exercise that there is: a new one is proved here without a word in this file.
const slugs = await exerciseNames();
let proof: z.infer<typeof verified>;
let call: CallResult;
beforeAll(async () => {
  call = await lockstep("verify", "--all", "--json");
  proof = verified.parse(JSON.parse(call.stdout));
}, 1_200_000);

test("knows how surely chance finds a defect", () => {
  expect(proof.byChance.map(({ solution }) => solution)).toContain("wrong-answer/if-instead-of-while");
  expect(proof.byChance.map(({ solution }) => solution)).not.toContain("wrong-answer/enters-after-the-lock");
});

test("proves every exercise", () => {
  expect(proof).toMatchObject({ exercises: slugs, mismatches: 0, tooSeldom: 0 });
  expect(call.code).toBe(0);
  expect(proof.gradings).toBe(proof.proofs.length);
});

test.each(slugs)(
  "every solution of %s gets exactly its verdict for its stated reason, and the starter is not accepted",
  async (slug) => {
    const proofs = proof.proofs.filter(({ exercise }) => exercise === slug);
    const solutions = (await readSolutions(join(exercisesFolder, slug))).map(({ path }) => path);

    expect(proofs.filter(({ matches }) => !matches)).toEqual([]);
    expect(proofs.map(({ solution }) => solution).toSorted()).toEqual([...solutions, "(starter)"].toSorted());
    expect(solutions.filter((path) => path.startsWith("accepted/"))).not.toEqual([]);
    expect(solutions.filter((path) => !path.startsWith("accepted/"))).not.toEqual([]);
    expect(call.stderr).toContain(`${slug}: round 1 of 1, ${solutions.length + 1} gradings, 0 mismatches\n`);
  },
);

test("says of every wrong solution what was seen first, and the command that shows the whole", () => {
  for (const { exercise, solution, seed, got, why, again } of proof.proofs) {
    expect(why === null).toBe(got === "accepted");
    const path = solution === "(starter)" ? "typescript/starter" : `solutions/${solution}`;
    expect(again).toBe(`pnpm lockstep grade ${exercise} ${join(exercisesFolder, exercise, path)} --seed ${seed}`);
  }
});

test("ticket-office is proved by two right and five wrong solutions at least", async () => {
  const solutions = (await readSolutions(join(exercisesFolder, "ticket-office"))).map(({ path }) => path);

  expect(solutions.filter((path) => path.startsWith("accepted/")).length).toBeGreaterThanOrEqual(2);
  expect(solutions.filter((path) => path.startsWith("wrong-answer/")).length).toBeGreaterThanOrEqual(5);
});
