import type { Replay } from "@lockstep/interleave";
import { evaluateConfined } from "@lockstep/realm";
import { UsageError } from "./exit-code.ts";
import { visible } from "./visible-text.ts";

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

/** Answers whether a result fulfils the expression. @throws {UsageError} for what is no expression, and from the answer where it can't be evaluated. */
export function predicate(holds: string): (result: unknown) => boolean {
  const words = namesIn(holds);
  const tests = new Map<string, unknown>();
  const testOf = (fields: readonly string[]): unknown => {
    const key = fields.join();
    // A name that is no field is declared too late: to use it is an error, as long as no function of the expression has it.
    const missing = words.filter((name) => !fields.includes(name) && !(name in globalThis));
    const late = missing.map((name) => `let ${name};`).join("");
    if (!tests.has(key))
      tests.set(key, evaluateConfined(`(({ ${key} }, it) => { return Boolean(${holds}); ${late} })`, {}, "holds"));
    return tests.get(key);
  };
  try {
    testOf([]);
  } catch (cause) {
    throw new UsageError(`--holds takes an expression, not "${holds}": ${messageOf(cause)}`);
  }
  return (result) => {
    const fields: object = Object(result);
    try {
      const test = testOf(words.filter((name) => name in fields));
      return typeof test === "function" && test(fields, result) === true;
    } catch (cause) {
      const [, missing] = /^Cannot access '([\w$]+)' before initialization$/.exec(messageOf(cause)) ?? [];
      if (missing === undefined)
        throw new UsageError(`--holds "${holds}" threw an error: ${visible(messageOf(cause))}`);
      const there = Array.isArray(result) ? [] : Object.keys(fields);
      throw new UsageError(
        there.length > 0
          ? `--holds: "${missing}" is not in the result; there are: ${visible(there.join(", "))}. The whole result is "it".`
          : `--holds: "${missing}" is not in the result. The whole result is "it": ${visible(JSON.stringify(result) ?? String(result))}.`,
      );
    }
  };
}

function messageOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : String(cause);
}

/** The names in an expression that can be fields of what was returned. */
function namesIn(expression: string): readonly string[] {
  const words = new Set(
    "it true false null undefined this new typeof instanceof in of void delete function return const let var if else async await yield class for while".split(
      " ",
    ),
  );
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
