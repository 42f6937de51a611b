import type { ScheduleEvent } from "@lockstep/contracts";
import type { Ending } from "./ending.ts";
import { labelsIn } from "./labels.ts";
import { GO, Model, SPURIOUS, TIME_OUT } from "./model.ts";
import type { ModelStep } from "./model-step.ts";
import type { Operation } from "./operation.ts";
import type { Program } from "./program.ts";
import { type Deviation, replay, type Replay } from "./replay.ts";
import { PlainCell, type Shared } from "./shared.ts";
import { siteOf, sitesOf } from "./sites.ts";
import type { ThreadState } from "./thread-state.ts";

/** One schedule, played again. */
export interface Replayed {
  readonly ending: Ending;
  /** All steps in order, in the form in which schedules are shown everywhere; without those at quiet cells. */
  readonly events: readonly ReplayedEvent[];
  /** Of threads that an error ended. */
  readonly errors: readonly string[];
  /** Deviations of the schedule that were not possible: the program is not the one that it was found in. */
  readonly missed: readonly Deviation[];
}

/** A step, and the site in the program that asked for it; -1 where that isn't known. */
export type ReplayedEvent = ScheduleEvent & {
  readonly site: number;
  /** Of all functions that were being called, the innermost first. */
  readonly sites: readonly number[];
  /** Of the thread, among all, from 0. */
  readonly index: number;
  /** In which way the thread went on: `TIME_OUT`, `SPURIOUS` or plainly. */
  readonly way: number;
};

/**
 * Plays one schedule again, in a fresh copy of the program.
 * @param options.stepsMax operations after which the run is given up; 3,000 where absent.
 */
export function replayOf(program: Program, schedule: Replay, options: { readonly stepsMax?: number } = {}): Replayed {
  const model = new Model(program); // the program itself is run, not what is remembered of it
  const events: ReplayedEvent[] = [];
  /** What each step was done to: how that is called is known once all of the run is made. */
  const objects: (Shared | null)[] = [];
  const ended = new Set<ThreadState>();
  const tellEnds = () => {
    for (const thread of model.threads) {
      if (thread.status !== "done" || ended.has(thread)) continue;
      ended.add(thread);
      events.push({
        thread: thread.name,
        step: "end",
        on: `thread ${thread.name}`,
        site: -1,
        sites: [],
        index: thread.index,
        way: GO,
      });
      objects.push(null);
    }
  };
  model.onStep = (step) => {
    tellEnds();
    const { thread, operation } = step;
    if (operation.on instanceof PlainCell && operation.on.isQuiet) return;
    events.push({
      thread: thread.name,
      ...told(step, model.valueOf),
      site: siteOf(operation),
      sites: sitesOf(operation),
      index: thread.index,
      way: step.way,
    });
    objects.push(operation.on);
  };
  const taken = new Set<Deviation>();
  const ending = replay(model, schedule, options.stepsMax ?? 3000, taken);
  tellEnds();
  const errors = model.threads.flatMap(({ status, name, error }) =>
    status === "failed" ? [`${name}: ${String(error)}`] : [],
  );
  const label = labelsIn(model);
  const named = events.map((event, i): ReplayedEvent => {
    const object = objects[i];
    return object ? { ...event, on: renamed(event.on, object.name, label(object)) } : event;
  });
  const missed = schedule.deviations.filter((deviation) => !taken.has(deviation));
  return { ending, events: named, errors, missed };
}

/** What is told ends with the name; the same letters may stand in the words before, as "sleep" does in "sleeps". */
function renamed(text: string, name: string, label: string): string {
  const at = text.lastIndexOf(name);
  return at < 0 ? text : `${text.slice(0, at)}${label}${text.slice(at + name.length)}`;
}

function told(
  { operation, way, result, thread }: ModelStep,
  valueOf: (object: Shared) => number,
): Omit<ScheduleEvent, "thread"> {
  const on = operation.on.name;
  if (thread.status === "sleeping" && way === TIME_OUT)
    return { step: "mark", on: `sleeps no longer: time-out of ${on}` };
  if (thread.status === "sleeping" && way === SPURIOUS) return { step: "mark", on: `wakes without cause from ${on}` };
  switch (operation.kind) {
    case "load":
      return { step: "read", on, value: result };
    case "store":
    case "add":
    case "exchange":
      return { step: "write", on, value: valueOf(operation.on) };
    case "compare-exchange":
      return { step: result === operation.expected ? "write" : "read", on, value: valueOf(operation.on) };
    case "acquire":
      return result === 0 ? { step: "mark", on: `waits no longer: time-out of ${on}` } : { step: "acquire", on };
    case "try-acquire":
      return result === 0 ? { step: "mark", on: `finds ${on} taken` } : { step: "acquire", on };
    case "release":
      return { step: "release", on };
    case "wait":
      return { step: "wait", on };
    case "park":
      return result === null ? { step: "wait", on } : { step: "read", on, value: valueOf(operation.on) };
    case "rule":
      // A mark waits for nothing, whatever it answers.
      if (result !== -1 || operation.on.kind === "mark") return toldRule(operation, result);
      return { step: "mark", on: `waits no longer: time-out of ${on}` };
    case "start":
      return { step: "start", on };
    case "join":
      return result === 0 ? { step: "mark", on: `waits no longer for the end of ${on}` } : { step: "join", on };
    case "is-alive":
      return { step: "read", on, value: result === 1 };
    case "select":
    case "too-long":
      return { step: "mark", on: "turns for ever" };
    case "notify":
    case "unpark":
      return { step: "wake", on, value: result };
  }
}

function toldRule({ rule, on }: Operation, result: number | null): Omit<ScheduleEvent, "thread"> {
  const { step = "mark", isLook = false, isReady } = rule ?? {};
  if (on.kind === "mark") return { step: "mark", on: on.name };
  if (isLook) return { step: "read", on: on.name, value: result };
  if (result === -1 && !isReady) return { step: "mark", on: `finds that ${step} of ${on.name} is not possible` };
  return { step, on: on.name };
}
