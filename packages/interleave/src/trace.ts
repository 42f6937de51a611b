import type { ScheduleEvent } from "@lockstep/contracts";
import type { Ending } from "./ending.ts";
import { Model, type ModelStep, SPURIOUS, TIME_OUT } from "./model.ts";
import type { Program } from "./program.ts";
import { replay, type Replay } from "./replay.ts";
import type { Shared } from "./shared.ts";
import type { ThreadState } from "./thread-state.ts";

/** One schedule, played again. */
export interface Replayed {
  readonly ending: Ending;
  /** All steps in order, in the form in which schedules are shown everywhere. */
  readonly events: readonly ScheduleEvent[];
}

/**
 * Plays one schedule again, in a fresh copy of the program.
 * @param options.stepsMax operations after which the run is given up; 3,000 where absent.
 */
export function replayOf(program: Program, schedule: Replay, options: { readonly stepsMax?: number } = {}): Replayed {
  const model = new Model(program);
  const events: ScheduleEvent[] = [];
  const ended = new Set<ThreadState>();
  const tellEnds = () => {
    for (const thread of model.threads) {
      if (thread.status !== "done" || ended.has(thread)) continue;
      ended.add(thread);
      events.push({ thread: nameOf(thread), step: "end", on: `thread ${nameOf(thread)}` });
    }
  };
  model.onStep = (step) => {
    tellEnds();
    events.push({ thread: nameOf(step.thread), ...told(step, model.valueOf) });
  };
  const ending = replay(model, schedule, options.stepsMax ?? 3000);
  tellEnds();
  return { ending, events };
}

/** After the function that is its body, and its place among the threads. */
function nameOf({ body, index }: ThreadState): string {
  return `${body.name || "thread"}-${index + 1}`.slice(-64);
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
    case "notify":
    case "unpark":
      return { step: "wake", on, value: result };
  }
}
