import { expect, test } from "vitest";
import { clients } from "./clients.ts";
import { verdictOnClient } from "./flight-verdict.ts";

/** One vote decides: none may be wrong, under any load. The bench has all clients, and the votes of a whole verdict. */
const FIRST_VOTE = { leadForFast: 1, leadForSlow: 1, roundsMax: 4 };

async function judged(name: string) {
  const client = clients[name];
  if (!client) throw new Error(`There is no client "${name}".`);
  const { verdict, because, votes } = await verdictOnClient(name, FIRST_VOTE);
  return { label: client.because, verdict, because, votes };
}

test.for(["all at once, on one connection", "bounded: workers with one counter"])(
  "over real TCP, a good client is never called slow, whatever the machine does: %s",
  { timeout: 60_000 },
  async (name) => {
    const { label, ...seen } = await judged(name);
    expect(label).toBeNull();
    expect(seen).toMatchObject({ verdict: expect.stringMatching(/^(fast|busy)$/), because: null });
  },
);

test.for(["in batches, each as long as its longest wait", "one more than the bound"])(
  "over real TCP, a bad client is never called fast, and slow for no other reason than its own: %s",
  { timeout: 60_000 },
  async (name) => {
    const { label, ...seen } = await judged(name);
    const isPutOff = seen.verdict === "busy";
    expect(seen).toMatchObject({ verdict: isPutOff ? "busy" : "slow", because: isPutOff ? null : label });
  },
);

test.for(["asks twice, so that more is under way", "guesses the answers, and waits for none"])(
  "over real TCP, what is a fact and no measurement is always found, in the first round: %s",
  { timeout: 60_000 },
  async (name) => {
    const { label, ...seen } = await judged(name);
    expect(seen).toMatchObject({ verdict: "slow", because: label, votes: [{ vote: "slow" }] });
  },
);
