import type { Schedule } from "@lockstep/contracts";

/** What one thread is at, between two steps. */
export interface ThreadMoment {
  readonly name: string;
  readonly state: "not-started" | "running" | "ready" | "waiting" | "ended";
  /** What it waits for: a primitive, or a thread whose end it wants. Null unless it waits. */
  readonly waitsFor: string | null;
  /** Threads that could end its wait: whoever holds what it waits for, or the thread itself. */
  readonly heldBy: readonly string[];
  /** Primitives that it has acquired and not released. */
  readonly holds: readonly string[];
}

/** A schedule, stopped after one of its steps. */
export interface Moment {
  readonly threads: readonly ThreadMoment[];
  /** Shared values as far as they were seen, in the order in which they were. */
  readonly values: readonly { readonly on: string; readonly value: unknown }[];
}

interface Track {
  state: ThreadMoment["state"];
  waitsFor: string | null;
  readonly holds: string[];
}

/** Names of the threads: those that move, in the order in which they first do; then those that were only started. */
export function threadsIn({ events }: Schedule): readonly string[] {
  const started = events.flatMap(({ step, on }) => (step === "start" ? [on] : []));
  return [...new Set([...events.map(({ thread }) => thread), ...started])];
}

const LANE_COLOURS = 5;

/** Number of a thread's colour, from 1. */
export function laneOf(threads: readonly string[], thread: string): number {
  return (threads.indexOf(thread) % LANE_COLOURS) + 1;
}

/**
 * What every thread is at after so many steps. Derived from what is in the schedule: of steps that were left out at the
 * front nothing is known.
 * @param steps 0 to the number of events.
 */
export function momentAfter(schedule: Schedule, steps: number): Moment {
  const names = threadsIn(schedule);
  const started = new Set(schedule.events.flatMap(({ step, on }) => (step === "start" ? [on] : [])));
  const tracks = new Map<string, Track>(
    names.map((name) => [name, { state: started.has(name) ? "not-started" : "ready", waitsFor: null, holds: [] }]),
  );
  const values = new Map<string, unknown>();
  for (const { thread, step, on, value } of schedule.events.slice(0, steps)) {
    for (const track of tracks.values()) if (track.state === "running") track.state = "ready";
    const track = tracks.get(thread);
    if (!track) continue;
    track.state = step === "end" ? "ended" : step === "wait" ? "waiting" : "running";
    track.waitsFor = step === "wait" ? on : null;
    if (step === "acquire") track.holds.push(on);
    if (step === "release" && track.holds.includes(on)) track.holds.splice(track.holds.lastIndexOf(on), 1);
    const begun = step === "start" ? tracks.get(on) : undefined;
    if (begun?.state === "not-started") begun.state = "ready";
    if ((step === "read" || step === "write") && value !== undefined) values.set(on, value);
  }
  const holdersOf = (on: string) => names.filter((name) => tracks.get(name)?.holds.includes(on) === true);
  return {
    threads: [...tracks].map(([name, { state, waitsFor, holds }]) => ({
      name,
      state,
      waitsFor,
      heldBy: waitsFor === null ? [] : names.includes(waitsFor) ? [waitsFor] : holdersOf(waitsFor),
      holds,
    })),
    values: [...values].map(([on, value]) => ({ on, value })),
  };
}

/** One stretch of a thread's life: steps `from` to `to`, both counted from 0, both included. */
export interface Stretch {
  readonly state: ThreadMoment["state"];
  readonly from: number;
  readonly to: number;
}

/** For each thread, what it was at during each step, neighbours of one state joined. */
export function stretchesOf(schedule: Schedule): ReadonlyMap<string, readonly Stretch[]> {
  const stretches = new Map<string, Stretch[]>(threadsIn(schedule).map((name) => [name, []]));
  for (let step = 0; step < schedule.events.length; step++) {
    for (const { name, state } of momentAfter(schedule, step + 1).threads) {
      const own = stretches.get(name) ?? [];
      const last = own.at(-1);
      if (last?.state === state) own[own.length - 1] = { ...last, to: step };
      else own.push({ state, from: step, to: step });
    }
  }
  return stretches;
}

/** Threads that wait for one another in a circle, each for the next one; empty where there is no such circle. */
export function circleOf(moment: Moment): readonly ThreadMoment[] {
  const byName = new Map(moment.threads.map((thread) => [thread.name, thread]));
  for (const first of moment.threads) {
    const path: ThreadMoment[] = [];
    let at: ThreadMoment | undefined = first;
    while (at && at.state === "waiting" && !path.includes(at)) {
      path.push(at);
      const [next]: readonly string[] = at.heldBy;
      at = next === undefined ? undefined : byName.get(next);
    }
    if (at && at === first && path.length > 0) return path;
  }
  return [];
}
