import type { Localised, Plain, ToldOutcome } from "@lockstep/contracts";

/** Longer than this it explains nothing. */
const VALUE_MAX = 60;

/** An end in the words that the exercise has for it; where it has none, its values by their names, which every reader can read. */
export function outcomeInWords(outcome: Plain, words: readonly ToldOutcome[]): Localised {
  const fitting = words.find(({ observation }) => fits(outcome, observation));
  if (fitting) return fitting.said;
  const text = plainly(outcome);
  return { en: text, "zh-CN": text };
}

/** Equal values are equal texts, in whatever order their keys were written. */
export function canonical(value: Plain): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function fits(outcome: Plain, wanted: Readonly<Record<string, Plain>>): boolean {
  const has = new Map(namedValues(outcome));
  return Object.entries(wanted).every(([name, value]) => {
    const found = has.get(name);
    return found !== undefined && canonical(found) === canonical(value);
  });
}

function plainly(outcome: Plain): string {
  const named = namedValues(outcome);
  if (named.length === 0) return short(outcome);
  return named.map(([name, value]) => `${name} = ${short(value)}`).join(", ");
}

function namedValues(value: Plain): readonly (readonly [string, Plain])[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function short(value: Plain): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text;
}
