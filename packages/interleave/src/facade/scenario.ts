import { LocalFrame } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { Clock, Mark } from "../shared.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** Writes a line into the schedule. No decision: it touches nothing that others see. */
export function* say(world: World, text: string): Running {
  const line = text.slice(0, 96);
  const mark = world.made(`mark:${line}`, Mark, 0, (memory) => memory.mark(line));
  yield* world.ask(mark.say());
  return undefined;
}

/** Time passes, and nobody can shorten it. */
function* elapse(world: World, what: string, durationMs: number): Running {
  const word = world.made(`${world.context.key}~elapse:${what}`, Clock, 0, (memory) => memory.clock(what));
  if (durationMs > 0) yield* world.ask(word.park(0, durationMs));
  return undefined;
}

/** `@lockstep/sandbox/scenario` for an explored scenario. */
export function scenarioPackage(
  world: World,
  loadStudent: (up: LocalFrame | null) => Running,
): Readonly<Record<string, unknown>> {
  const place = world.position();
  class MissingExportError extends Error {
    readonly code = "missing-export";
    constructor(name: string) {
      super(`The exercise needs an exported function "${name}". Is it there, spelt so, and exported?`);
      this.name = "MissingExportError";
    }
  }
  // Who is there at once is known on real threads only; a place that nobody enters is one that nobody was in.
  const overlap = Object.freeze({
    enter: world.function("enter", world.refused("overlap().enter()")),
    peak: Object.freeze(() => 0),
  });
  return {
    MissingExportError,
    student: world.function("student", function* (...functions: readonly unknown[]): Running {
      const exports = Object(yield* loadStudent(new LocalFrame(world.rt.up, place, [functions])));
      for (const name of functions)
        if (typeof exports[String(name)] !== "function") throw new MissingExportError(String(name));
      return exports;
    }),
    elapse: world.function("elapse", (what: unknown, durationMs: unknown) =>
      elapse(world, String(what).slice(0, 96), checkedTimeout(Number(durationMs))),
    ),
    mark: world.function("mark", (text: unknown) => say(world, String(text))),
    overlap: Object.freeze(() => overlap),
    isAlone: world.function("isAlone", world.refused("isAlone()")),
  };
}

/** What a student may import of what a scenario may: no struct whose accesses nobody watches, and nothing of the scenario's own. */
export function studentView(packages: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  const memory: Readonly<Record<string, unknown>> = Object(packages.get("@lockstep/memory"));
  const { struct } = memory;
  const watched = Object.freeze((name: unknown, fields: unknown): unknown =>
    typeof struct === "function" ? struct(name, fields) : undefined,
  );
  const view = new Map([...packages, ["@lockstep/memory", { ...memory, struct: watched }]]);
  view.delete("@lockstep/sandbox/scenario");
  return view;
}

/** `console` for an explored program: what it says stands in the schedule. */
export function explorerConsole(
  world: World,
  onSaid: (values: readonly unknown[]) => void,
): Readonly<Record<string, unknown>> {
  const log = world.function("log", (...values: readonly unknown[]) => {
    onSaid(values);
    return say(world, `says ${values.map(shown).join(" ")}`);
  });
  return Object.freeze({ log, info: log, debug: log, warn: log, error: log });
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[…]" : "{…}";
  return String(value);
}
