import type { Replay } from "@lockstep/interleave";
import { evaluateConfined } from "@lockstep/realm";
import { UsageError } from "./exit-code.ts";

/** What `lockstep explore` was asked for. */
export interface ExploreCommand {
  readonly path: string;
  /** `exercise/scenario` that drives the files; null: the file is the program. */
  readonly scenario: string | null;
  /** JSON that the scenario or `main` is given. */
  readonly input: string | null;
  /** An expression over what was returned. */
  readonly holds: string | null;
  readonly replay: string | null;
  readonly trace: string | null;
  readonly html: string | null;
  /** Real threads are led through the failing schedule. */
  readonly confirm: boolean;
  /** On real threads, not transformed. */
  readonly gated: boolean;
  readonly runsMax: number | undefined;
  readonly spuriousMax: number | undefined;
}

/** @throws {UsageError} for what is no expression. */
export function predicate(holds: string): (result: unknown) => boolean {
  const code = `(({ ${namesIn(holds).join(", ")} }, it) => Boolean(${holds}))`;
  let test: unknown;
  try {
    test = evaluateConfined(code, {}, "holds");
  } catch (cause) {
    throw new UsageError(
      `--holds takes an expression, not "${holds}": ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  return (result) => typeof test === "function" && test(Object(result), result) === true;
}

/** The names in an expression that can be fields of what was returned. */
function namesIn(expression: string): readonly string[] {
  const words = new Set([
    "it",
    "true",
    "false",
    "null",
    "undefined",
    "typeof",
    "instanceof",
    "in",
    "Math",
    "Number",
    "Array",
    "Object",
    "JSON",
    "String",
  ]);
  const found = expression.replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/g, "").match(/(?<![\w$.])[A-Za-z_$][\w$]*/g) ?? [];
  return [...new Set(found.filter((name) => !words.has(name)))];
}

export function replayFrom(text: string): Replay {
  const value: unknown = parsed("--replay", text);
  if (!isReplay(value)) throw new UsageError("--replay takes what explore printed after a failure.");
  return value;
}

function isReplay(found: unknown): found is Replay {
  return (
    typeof found === "object" &&
    found !== null &&
    ["deviations", "promoted", "timed"].every((key) => Array.isArray(Reflect.get(found, key))) &&
    "spuriousMax" in found
  );
}

export function parsed(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${option} takes JSON, not "${text}".`);
  }
}
