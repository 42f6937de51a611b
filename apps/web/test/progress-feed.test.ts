import type { ProgressEvent } from "@lockstep/contracts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ConnectionReports, ProgressFeed } from "../src/grading/progress-feed.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const queued: ProgressEvent = { kind: "queued" };
const started: ProgressEvent = { kind: "started", runner: "one", attempt: 1 };
const cancelled: ProgressEvent = { kind: "cancelled" };

class Refusal extends Error {}

/** A feed whose server is played by the test. */
function feedWithServer(after: string | null = null) {
  const connections: { after: string | null; reports: ConnectionReports; open: boolean }[] = [];
  const told: string[] = [];
  const states: string[] = [];
  const feed = new ProgressFeed({
    after,
    connect: (last, reports) => {
      const connection = { after: last, reports, open: true };
      connections.push(connection);
      return () => {
        connection.open = false;
      };
    },
    codeOf: (error) => (error instanceof Refusal ? "not-found" : "unreachable"),
    onEvent: ({ id }) => told.push(id),
    onState: ({ kind }) => states.push(kind),
  });
  const server = () => {
    const last = connections.at(-1);
    if (last === undefined) throw new Error("Nothing connected.");
    return last.reports;
  };
  return { feed, connections, told, states, server };
}

describe("a feed", () => {
  test("resumes after the last event when the server answers 502, as often as it takes", () => {
    const { feed, connections, told, states, server } = feedWithServer("3");
    feed.start();
    server().opened();
    server().received({ id: "4", event: queued });
    for (let failures = 0; failures < 20; failures++) {
      server().ended(new Error("502"));
      vi.advanceTimersByTime(60_000);
      expect(connections.at(-1)?.after).toBe("4");
    }
    server().opened();
    server().received({ id: "7", event: started });

    expect(told).toEqual(["4", "7"]);
    expect(states.at(-1)).toBe("live");
    expect(connections.filter(({ open }) => open)).toHaveLength(1);
  });

  test("waits between tries, and does not when it is told to hurry", () => {
    const { feed, connections, server } = feedWithServer();
    feed.start();
    server().ended(new Error("502"));
    expect(connections).toHaveLength(1);
    feed.hurry();
    expect(connections).toHaveLength(2);
    feed.hurry();
    expect(connections, "a connection that is open is left alone").toHaveLength(2);
  });

  test("gives a connection up that is never answered", () => {
    const { feed, connections, server } = feedWithServer();
    feed.start();
    vi.advanceTimersByTime(60_000);
    expect(connections.length).toBeGreaterThan(1);
    expect(connections[0]?.open).toBe(false);
    server().opened();
    const count = connections.length;
    vi.advanceTimersByTime(600_000);
    expect(connections, "one that answered may be silent; the link below watches over that").toHaveLength(count);
  });

  test("gives a connection up that broke off and does not come back by itself", () => {
    const { feed, connections, server } = feedWithServer();
    feed.start();
    server().opened();
    server().brokeOff();
    vi.advanceTimersByTime(60_000);
    expect(connections.length).toBeGreaterThan(1);
  });

  test("tells an event once, though the server says it twice", () => {
    const { feed, told, server } = feedWithServer("8");
    feed.start();
    for (const id of ["8", "9", "10", "9", "10", "11"]) server().received({ id, event: queued });
    expect(told).toEqual(["9", "10", "11"]);
  });

  test("goes on when the server closes the stream before the end, and is complete after it", () => {
    const { feed, connections, states, server } = feedWithServer();
    feed.start();
    server().received({ id: "1", event: queued });
    server().ended(null);
    vi.advanceTimersByTime(1_000);
    expect(connections).toHaveLength(2);
    server().received({ id: "2", event: cancelled });
    server().ended(null);
    vi.advanceTimersByTime(600_000);
    expect(connections).toHaveLength(2);
    expect(states.at(-1)).toBe("complete");
  });

  test("asks no more after a refusal, until it is started again", () => {
    const { feed, connections, told, states, server } = feedWithServer();
    feed.start();
    server().received({ id: "1", event: queued });
    server().ended(new Refusal());
    vi.advanceTimersByTime(600_000);
    expect(connections).toHaveLength(1);
    expect(states.at(-1)).toBe("refused");
    feed.start();
    expect(connections.at(-1)?.after).toBe("1");
    server().received({ id: "2", event: started });
    expect(told).toEqual(["1", "2"]);
  });

  test("tells nothing after it was stopped, and leaves no timer behind", () => {
    const { feed, connections, told, server } = feedWithServer();
    feed.start();
    const { received, ended } = server();
    feed.stop();
    received({ id: "1", event: queued });
    ended(new Error("502"));
    expect(told).toEqual([]);
    expect(connections.every(({ open }) => !open)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
