import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { ROUND_MAX } from "../../src/draw.ts";
import { exploreGated, type GatedExploreOptions, type GatedProgram, gatedProgram } from "../../src/gated/index.ts";
import { TeamBoard } from "../../src/gated/team-board.ts";

const module = new URL("./programs.ts", import.meta.url).href;
const isSoldOut = (result: unknown) => result === 0;
/** Random schedules only. */
const few = { bounds: [], runsMax: 0, samples: 40, seed: 5, collect: true } satisfies GatedExploreOptions;

/** Threads of teams that this process has: those of its own rounds are apart. */
const teamThreads = () => readdirSync("/proc/self/task").filter(isTeam).length;

function isTeam(id: string): boolean {
  try {
    return readFileSync(`/proc/self/task/${id}/comm`, "utf8").startsWith("team");
  } catch {
    return false; // it has ended meanwhile
  }
}

/** All that is found, as it can be compared. */
function foundIn(program: GatedProgram, options: GatedExploreOptions) {
  const { races, ...all } = exploreGated(program, options);
  const names = races.map((race) => `${race.object.id} ${race.object.name} ${race.kind} ${race.threads.join()}`);
  return { ...all, names };
}

test.each([
  ["locked", 2],
  ["racy", 3],
  ["given", 2],
  ["tells", 2],
] as const)("the same is found by several teams as by one: %s, %i", async (name, teams) => {
  using alone = gatedProgram({ module, name }, { invariant: isSoldOut });
  using shared = gatedProgram({ module, name }, { invariant: isSoldOut, teams });
  await shared.teams?.start();
  const expected = foundIn(alone, few);

  do expect(foundIn(shared, few)).toEqual(expected);
  while (shared.teams?.drawnElsewhere === 0);
});

test("what a schedule had at an address teaches a team nothing about another schedule", async () => {
  using alone = gatedProgram({ module, name: "makesStructs" });
  using shared = gatedProgram({ module, name: "makesStructs" }, { teams: 3 });
  await shared.teams?.start();
  const options = { ...few, samples: 200, seed: 3 };
  const expected = foundIn(alone, options);

  expect(foundIn(alone, options), "nor by what was explored before").toEqual(expected);
  do expect(foundIn(shared, options)).toEqual(expected);
  while (shared.teams?.drawnElsewhere === 0);
});

test("the failure with the lowest number is the one that is told, whoever found which first", async () => {
  using alone = gatedProgram({ module, name: "crossed" });
  using shared = gatedProgram({ module, name: "crossed" }, { teams: 2 });
  await shared.teams?.start();
  for (const seed of [1, 2]) {
    const options = { ...few, collect: false, seed };
    const expected = foundIn(alone, options);

    expect(expected.failure?.ending.kind).toBe("deadlock");
    expect(foundIn(shared, options)).toEqual(expected);
  }
});

test("what a team has drawn that tells nothing of it is drawn by another one", () => {
  using alone = gatedProgram({ module, name: "racy" });
  using shared = gatedProgram({ module, name: "racy" }, { teams: 2 });
  let asked = 0;
  const steals = () => {
    if (++asked === 10) shared.teams?.board.take(Infinity);
    return true;
  };

  expect(foundIn(shared, { ...few, mayGoOn: steals })).toEqual(foundIn(alone, few));
});

test("an exploration of several teams ends when it may not go on, with what is known by then", async () => {
  using program = gatedProgram({ module, name: "locked" }, { teams: 2 });
  await program.teams?.start();
  let left = 20;
  const { runs, failure } = exploreGated(program, { ...few, samples: 100_000, mayGoOn: () => left-- > 0 });

  expect(failure).toBeNull();
  expect(runs).toBeGreaterThan(0);
  expect(runs).toBeLessThan(100_000);
});

test.runIf(process.platform === "linux")("nothing is left of any team of a program that was disposed of", async () => {
  {
    using program = gatedProgram({ module, name: "locked" }, { teams: 3 });
    await program.teams?.start();
    while (program.teams?.drawnElsewhere === 0) exploreGated(program, few);
    expect(teamThreads()).toBeGreaterThan(0);
  }

  await vi.waitFor(() => expect(teamThreads()).toBe(0), { timeout: 60_000 });
});

const seen = { steps: 12, decisions: 3, threads: 2, digest: "\u8001\u0002\uffff\u0004" };

test("a team that is late draws no ticket of a later round, and each ticket is drawn once", () => {
  const board = new TeamBoard(2);
  board.begin(10);
  expect([board.take(12), board.take(12), board.take(12)]).toEqual([10, 11, null]);
  board.begin(20);

  expect(board.take(12)).toBeNull();
  expect(board.take(22)).toBe(20);
  board.close(22);
  expect(board.take(22)).toBeNull();
  expect([board.isUntaken(20), board.isUntaken(21)]).toEqual([false, true]);
  board.begin(30);
  expect(board.isUntaken(30)).toBe(false);
});

test("what a team tells is told of that ticket alone, also where it is late", () => {
  const board = new TeamBoard(2);
  board.tell(0, 7, seen);
  board.tell(1, 7 + ROUND_MAX, { ...seen, steps: 13 });

  expect(board.told(7, 0)).toEqual(seen);
  expect(board.told(7 + ROUND_MAX, 0)).toEqual({ ...seen, steps: 13 });
  board.tell(1, 7, seen);
  expect(board.told(7 + ROUND_MAX, 0)).toBeNull();
});
