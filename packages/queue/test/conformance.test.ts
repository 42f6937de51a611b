import { type Claim, free, gated, givingUpEverywhere } from "@lockstep/sync/conformance";
import { describe, expect, test } from "vitest";
import { givingUpClaims, otherClaims, queueClaims } from "./conformance/claims.ts";

const programs = new URL("./conformance/queue-programs.ts", import.meta.url);
const seedsOf = (length: number) => Array.from({ length }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

const all = [...queueClaims, ...givingUpClaims, ...otherClaims];

/** A ring as every textbook has it stands beside ours: what it can't do, the suite must not ask. */
const subjects: readonly (readonly [kind: string, claims: readonly Claim[]])[] = [
  ["ours", all],
  ["RingCopy", [...queueClaims, ...givingUpClaims]],
];

describe.each(subjects)("%s", (kind, claims) => {
  test.each(claims)("at full speed · $claim", async (claim) => {
    await expect(claim.check(free(programs), kind)).resolves.toBeUndefined();
  });

  test.each(claims)("in seeded schedules · $claim", async (claim) => {
    await expect(claim.check(gated(programs, seedsOf(12)), kind)).resolves.toBeUndefined();
  });
});

test.each(all)("in seeded schedules of every inner step · $claim", async (claim) => {
  await expect(claim.check(gated(programs, seedsOf(8), { fine: true }), "ours")).resolves.toBeUndefined();
});

test.each(givingUpClaims)("giving up at each decision point in turn · $claim", async (claim) => {
  await expect(claim.check(givingUpEverywhere(programs, 7), "ours")).resolves.toBeUndefined();
});

describe("broken copies", () => {
  test.each([
    ["WakesForTheFirst", "everybody is served, and each item arrives once", /^deadlock/],
    ["LooksOnce", "everybody is served, and each item arrives once", /EmptyError|deep-equal|equal/],
    ["IgnoresTheLimit", "there are never more in it than its limit", /equal/],
    ["TakesInTwoSteps", "everybody is served, and each item arrives once", /equal|deadlock/],
    ["LastComesFirst", "items leave in the order in which they came", /equal/],
    ["ShutsDownSilently", "a shutdown wakes everybody who waits for an item", /^deadlock/],
    ["DoneWhenTaken", "JoinableQueue: join comes back when all is done, and no sooner", /equal/],
    ["TiesBackwards", "PriorityQueue: the smallest first, ties in the order in which they came", /equal/],
  ])("%s fails the claim %s", async (kind, broken, failure) => {
    const claim = all.find((one) => one.claim === broken);

    await expect(claim?.check(gated(programs, seedsOf(80)), kind)).rejects.toThrow(failure);
  });

  test("ForgetsItsPlace fails where somebody gives up", async () => {
    const claim = givingUpClaims.find((one) => one.claim === "one who gives up putting leaves its place and no item");

    await expect(claim?.check(givingUpEverywhere(programs, 7), "ForgetsItsPlace")).rejects.toThrow(/equal|deadlock/);
  });
});
