import { visible } from "../visible-text.ts";

/** What `doctor` found out about one thing. */
export interface Finding {
  readonly name: string;
  /** `weak`: it works, and `detail` says what is not as it could be. `not-looked`: there was nothing to look at. */
  readonly state: "ok" | "weak" | "broken" | "not-looked";
  readonly detail: string;
  /** What to do next, with the line to type; null where nothing is to be done. */
  readonly fix: string | null;
}

const MARKS = { ok: "✓", weak: "~", broken: "✗", "not-looked": "–" } as const;

/** A finding for a terminal; what others have put into it, a terminal only shows. */
export function findingLines({ name, state, detail, fix }: Finding): readonly string[] {
  const found = visible(`${MARKS[state]} ${name.padEnd(16)} ${detail}`);
  return fix === null ? [found] : [found, visible(`  ${"".padEnd(16)} do: ${fix}`)];
}
