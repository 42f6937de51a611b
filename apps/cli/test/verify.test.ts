import { expect, test } from "vitest";
import { z } from "zod";
import { lockstep } from "./lockstep.ts";

const verified = z.object({
  exercises: z.array(z.string()),
  gradings: z.number(),
  mismatches: z.number(),
  failures: z.array(z.unknown()),
  proofs: z.array(z.object({ solution: z.string(), expected: z.string(), got: z.string(), matches: z.boolean() })),
});

test("every solution of ticket-office gets exactly its verdict for its stated reason, and the starter is not accepted", async () => {
  const { code, stdout, stderr } = await lockstep("verify", "ticket-office", "--json");
  const proof = verified.parse(JSON.parse(stdout));

  expect(proof.failures).toEqual([]);
  expect(proof).toMatchObject({ exercises: ["ticket-office"], mismatches: 0 });
  expect(code).toBe(0);
  expect(proof.gradings).toBe(proof.proofs.length);
  const solutions = proof.proofs.map(({ solution }) => solution);
  expect(solutions).toContain("(starter)");
  expect(solutions.filter((path) => path.startsWith("accepted/")).length).toBeGreaterThanOrEqual(2);
  expect(solutions.filter((path) => path.startsWith("wrong-answer/")).length).toBeGreaterThanOrEqual(5);
  expect(stderr).toContain("ticket-office: round 1 of 1");
});
