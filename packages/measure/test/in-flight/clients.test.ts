import { expect, test } from "vitest";
import { clients } from "./clients.ts";
import { verdictOnClient } from "./flight-verdict.ts";

/** One vote decides: none may be wrong, under any load. */
const FIRST_VOTE = { leadForFast: 1, leadForSlow: 1, roundsMax: 6 };

// Beside other tests a machine may be too busy to say: a verdict that is wrong fails, one that is put off does not.
test.for(Object.entries(clients))("real TCP, %s", { timeout: 60_000 }, async ([name, { because }]) => {
  const { verdict, because: told, votes } = await verdictOnClient(name, FIRST_VOTE);
  const isRight = because === null ? verdict === "fast" : verdict === "slow" && told === because;
  expect({ isRight: isRight || verdict === "busy", told, votes }).toMatchObject({ isRight: true });
});
