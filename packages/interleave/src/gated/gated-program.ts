import { type Asked, DOES, Notes } from "@lockstep/memory/seam";
import { HAS_QUEUE } from "@lockstep/sync/seam";
import { type Program as RealProgram, Stage, STAGE_THREADS_MAX } from "@lockstep/threading/machinery";
import type { Program } from "../program.ts";
import { RefusedError } from "../transform/refused.ts";
import { goOn, realThread, type Round } from "./real-thread.ts";
import { Teams, TEAMS_MAX } from "./teams.ts";

/** A program whose threads really run, ready for `explore`. Its workers live until it is disposed of. */
export interface GatedProgram extends Program, Disposable {
  readonly stage: Stage;
  /** With whom random schedules are shared out; null: one team does all. */
  readonly teams: Teams | null;
}

export interface GatedOptions {
  /** Whether what the main function returned, as JSON says it, is as it should be. */
  readonly invariant?: (result: unknown) => boolean;
  /** Workers that are there before the first run. */
  readonly warm?: number;
  /** Address of a module that has the packages which the program's own folder lacks. */
  readonly packagesFrom?: string;
  /** Teams of threads that share out random schedules, each on a core if there are so many, up to `TEAMS_MAX`; 1 where absent. What is found is the same. */
  readonly teams?: number;
}

/**
 * A program as it is, not transformed, on real worker threads: at each step of a primitive and each access that races the
 * search decides who goes on. What a thread knows can't be looked into, so states are not told apart: explore it with
 * `exploreGated`.
 * @throws {NotRepeatableError}
 */
export function gatedProgram(
  program: RealProgram,
  { invariant, teams: count = 1, ...options }: GatedOptions = {},
): GatedProgram {
  const stage = new Stage(program, options);
  const { packagesFrom = null } = options;
  const others = Math.min(count, TEAMS_MAX) - 1;
  const teams = others > 0 ? new Teams(others, { program, packagesFrom }) : null;
  const asked = new Map<number, Asked | null>();
  return {
    stage,
    teams,
    setup(memory) {
      const round: Round = {
        stage,
        memory,
        words: new Map(),
        bodies: new Map(),
        asked,
        decided: { number: 0, ahead: null },
      };
      return {
        threads: [realThread(round, 1, "main", false)],
        tell: (result) => String(result),
        ...(invariant && {
          invariant: (_valueOf, result) => invariant(typeof result === "string" ? parsed(result) : undefined),
        }),
        threadsMax: STAGE_THREADS_MAX,
        real: {
          begin(promoted) {
            finish(round);
            round.decided = { number: 0, ahead: null };
            stage.begin();
            if (!promoted) return stage.conductor.promoteAll();
            for (const id of promoted) stage.conductor.promote(addressOf(id));
          },
          decides(thread, ahead) {
            round.decided = { number: thread + 1, ahead };
          },
          sleeps: (thread) => stage.gate.sleeps(thread + 1),
          wakes: (thread) => stage.gate.wakes(thread + 1),
          waitsFor(thread) {
            mustKnowThatAllIsStuck(round);
            const { on } = stage.conductor.asked(thread + 1);
            const { name, owner, isPrimitive } = stage.gate.primitiveAt(on);
            return {
              on: name,
              asleep: isPrimitive && stage.valueAt(on + HAS_QUEUE) !== 1,
              isJoin: !isPrimitive,
              holder: owner === 0 ? null : owner - 1,
            };
          },
          held: () => (stage.gate.isAnyHeld ? stage.report().held : []),
        },
      };
    },
    [Symbol.dispose]() {
      teams?.[Symbol.dispose]();
      stage[Symbol.dispose]();
    },
  };
}

/**
 * Real threads that are led sleep at the first thing that they await. So where one of them does when nobody can go on, it is
 * not known what else of it could.
 * @throws {RefusedError}
 */
function mustKnowThatAllIsStuck({ stage, asked }: Round): void {
  const sleeper = [...asked].find(([, what]) => what?.does === DOES.park && what.second === 1);
  if (!sleeper) return;
  const [number, what] = sleeper;
  const on = stage.gate.primitiveAt(what?.on ?? 0).name;
  throw new RefusedError(
    `Real threads that are led can't tell whether this program is stuck: ${stage.gate.nameOf(number)} awaits ${on}, and could go on with something else meanwhile. Explore it without them, where a thread can await several things at once.`,
    null,
  );
}

function addressOf(id: string): number {
  return Number(id.slice(1));
}

function parsed(result: string): unknown {
  try {
    return JSON.parse(result);
  } catch {
    return undefined;
  }
}

/** Steps after which a run that is only to end is given up. */
const STEPS_MAX = 2000;
/** Time-outs that pass in it: who sleeps again and again without end costs its worker. */
const TIME_OUTS_MAX = 64;
/** What a thread is told that was about to sleep, or sleeps. */
const WOKEN = 0;
const CHANGED = 1;
const TIMED_OUT = 2;
/** What threads still do then is nobody's concern. */
const unread = new Notes();

/**
 * Ends what is left of a run. Threads that can go on run to their end, and time passes for those that sleep for a time: none
 * of them is told to stop, since that would execute what the program does on errors. Those that are stuck lose their workers.
 */
function finish({ stage, asked }: Round): void {
  const woken = new Set<number>();
  let timeOuts = 0;
  for (let steps = 0; steps < STEPS_MAX && asked.size > 0; steps++) {
    const here = [...asked].flatMap(([number, what]) => (what ? [{ number, what }] : []));
    const awake = here.find(({ number, what }) => woken.has(number) || !isAsleep(stage, what));
    const next = awake ?? here.find(({ what }) => what.timeoutMs !== Infinity);
    if (!next || (!awake && ++timeOuts > TIME_OUTS_MAX)) break;
    const { number, what } = next;
    let answer = !awake ? TIMED_OUT : what.does === DOES.park && !woken.has(number) ? CHANGED : WOKEN;
    woken.delete(number);
    if (what.does === DOES.unpark) {
      const sleepers = here.filter((other) => other.what.does === DOES.park && other.what.at === what.at);
      for (const sleeper of sleepers.slice(0, what.first)) woken.add(sleeper.number);
      answer = Math.min(sleepers.length, what.first);
    }
    goOn({ stage, asked }, number, answer, { points: Infinity, wakes: 0 }, unread);
    unread.clear();
  }
  for (const number of asked.keys()) stage.replace(number);
  asked.clear();
}

function isAsleep(stage: Stage, { does, at, first }: Asked): boolean {
  return does === DOES.park && stage.valueAt(at) === first;
}
