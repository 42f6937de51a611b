import { describe, expect, test } from "vitest";
import { free, gated, givingUpEverywhere } from "./conformance/claims.ts";
import { holderClaims, holderGivingUpClaims } from "./conformance/holders.ts";

const programs = new URL("./conformance/holder-programs.ts", import.meta.url);
const seedsOf = (length: number) => Array.from({ length }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);
const all = [...holderClaims, ...holderGivingUpClaims];

test.each(all)("at full speed · $claim", async (claim) => {
  await expect(claim.check(free(programs), "ours")).resolves.toBeUndefined();
});

test.each(all)("in seeded schedules of every inner step · $claim", async (claim) => {
  await expect(claim.check(gated(programs, seedsOf(8), { fine: true }), "ours")).resolves.toBeUndefined();
});

test.each(all)("in seeded schedules · $claim", async (claim) => {
  await expect(claim.check(gated(programs, seedsOf(8)), "ours")).resolves.toBeUndefined();
});

test.each(holderGivingUpClaims)("giving up at each decision point in turn · $claim", async (claim) => {
  await expect(claim.check(givingUpEverywhere(programs, 7), "ours")).resolves.toBeUndefined();
});

describe("broken copies", () => {
  test.each([
    ["AsksNoName", "RLock: one thread is inside until it has released as often as acquired", /equal/],
    ["FreesAtFirst", "RLock: one thread is inside until it has released as often as acquired", /equal/],
    ["LetsReadersIn", "RWLock: no reader beside a writer, no two writers, everybody served", /equal/],
    ["OpensAtOne", "Latch: opens when all have counted, no sooner, and stays open", /equal/],
    ["CountsInTwoSteps", "Latch: opens when all have counted, no sooner, and stays open", /^deadlock/],
    ["LooksThenRuns", "Once: its body runs once, and nobody goes on before it has", /equal/],
  ])("%s fails the claim %s", async (kind, broken, failure) => {
    const claim = holderClaims.find((one) => one.claim === broken);

    await expect(claim?.check(gated(programs, seedsOf(80)), kind)).rejects.toThrow(failure);
  });
});
