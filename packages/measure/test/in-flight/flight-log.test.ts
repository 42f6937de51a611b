import { describe, expect, test } from "vitest";
import { FlightLog } from "../../src/in-flight/index.ts";
import { type FlightRound, decideFlights, voteOnFlight } from "../../src/claims/index.ts";

function logged(...events: readonly (readonly ["begin", number, number, number] | readonly ["end", number, number])[]) {
  const log = new FlightLog();
  for (const event of events) {
    if (event[0] === "begin") log.begin(event[1], event[2], event[3]);
    else log.end(event[1], event[2]);
  }
  return log.figures();
}

describe("the log of requests under way", () => {
  test("has a mean of one for one after another, and of n for n at once", () => {
    const serial = logged(["begin", 0, 100, 10], ["end", 0, 110], ["begin", 1, 110, 30], ["end", 1, 140]);
    expect(serial).toEqual({ most: 1, mean: 1, wallMs: 40, overdueMs: 0, answered: 2, unanswered: 0 });
    const atOnce = logged(["begin", 0, 0, 10], ["begin", 1, 0, 10], ["end", 1, 10], ["end", 0, 10]);
    expect(atOnce).toMatchObject({ most: 2, mean: 2, wallMs: 10 });
  });

  test("gives a late answer's time to nobody: a mean can't rise by it", () => {
    const late = logged(["begin", 0, 0, 10], ["begin", 1, 0, 30], ["end", 0, 25], ["end", 1, 40]);
    expect(late).toMatchObject({ mean: 1, wallMs: 40 });
  });

  test("counts time in which several were overdue once, whichever was due first", () => {
    const figures = logged(
      ["begin", 0, 0, 20],
      ["begin", 1, 0, 10],
      ["begin", 2, 0, 60],
      ["end", 0, 22],
      ["end", 1, 24],
      ["end", 2, 61],
    );
    expect(figures.overdueMs).toBe(15);
  });

  test("counts what was asked and not answered", () => {
    expect(logged(["begin", 0, 0, 10])).toMatchObject({ most: 1, mean: 0, unanswered: 1 });
  });
});

const CLAIM = { atLeast: 4, atMost: 4, onAverage: 3 };
const ROUND: FlightRound = {
  most: 4,
  mean: 3.5,
  wallMs: 100,
  overdueMs: 0,
  clientDelayMs: 0,
  serverDelayMs: 0,
  answered: 20,
  unanswered: 0,
  isRight: true,
  breach: null,
};

describe("a vote on a round", () => {
  test("is fast by what was seen, not by what might have been", () => {
    expect(voteOnFlight(ROUND, CLAIM)).toMatchObject({ vote: "fast", because: null });
    expect(voteOnFlight({ ...ROUND, mean: 2.9, clientDelayMs: 50 }, CLAIM).vote).toBe("void");
  });

  test("is slow only where the machine can't have made it so", () => {
    expect(voteOnFlight({ ...ROUND, mean: 2 }, CLAIM)).toMatchObject({ vote: "slow", because: "not-overlapped" });
    expect(voteOnFlight({ ...ROUND, mean: 2, clientDelayMs: 20, overdueMs: 20 }, CLAIM).vote).toBe("void");
    expect(voteOnFlight({ ...ROUND, mean: 1, clientDelayMs: 20, overdueMs: 20 }, CLAIM).vote).toBe("slow");
    expect(voteOnFlight({ ...ROUND, mean: 1, clientDelayMs: 1000 }, CLAIM).vote).toBe("void");
    // Late because the server had no core: once, not twice.
    expect(voteOnFlight({ ...ROUND, mean: 2, overdueMs: 30, serverDelayMs: 30 }, CLAIM).vote).toBe("slow");
    expect(voteOnFlight({ ...ROUND, mean: 2, overdueMs: 30, serverDelayMs: 35 }, CLAIM).vote).toBe("void");
  });

  test("that a bound was not reached needs a round that was left alone", () => {
    expect(voteOnFlight({ ...ROUND, most: 3 }, CLAIM)).toMatchObject({ vote: "slow", because: "not-overlapped" });
    expect(voteOnFlight({ ...ROUND, most: 3, clientDelayMs: 30 }, CLAIM).vote).toBe("void");
  });

  test.each([
    [{ most: 5 }, "exceeded"],
    [{ breach: "asked twice: 1" }, "breach"],
    [{ isRight: false }, "wrong"],
    [{ unanswered: 1 }, "wrong"],
  ] as const)("with %o decides alone, however busy the machine", async (part, because) => {
    let rounds = 0;
    const busy = { ...ROUND, clientDelayMs: 1000, ...part };
    const decided = await decideFlights(() => (rounds++, Promise.resolve(busy)), CLAIM);
    expect([decided.verdict, decided.because, rounds]).toEqual(["slow", because, 1]);
  });

  test("void rounds only: too busy to say", async () => {
    const decided = await decideFlights(() => Promise.resolve({ ...ROUND, mean: 1, clientDelayMs: 1000 }), CLAIM);
    expect([decided.verdict, decided.because]).toEqual(["busy", null]);
  });
});
