/** What `expect` is given beside vitest's own; `matchers.ts` says what each demands. */
export const MATCHER_NAMES = [
  "toHoldInEverySchedule",
  "toAllowEveryOutcome",
  "toSpeedUp",
  "toKeepInFlight",
  "toWaitWithoutSpinning",
  "toGrowAtMost",
] as const;
export type MatcherName = (typeof MATCHER_NAMES)[number];

/** Vitest's that stand in tests of exercises most often. */
const COMMON = ["toBe", "toEqual", "toStrictEqual", "toMatchObject", "toContain", "toBeLessThan", "toBeGreaterThan"];
/** What chai says of `expect(…).name` where there is none, with or without a guess of its own. */
const UNKNOWN = /^Invalid Chai property: ([\w$]+)/;
/** Of the longer name; what differs by more is another word. */
const DIFFERENCE_MAX = 0.5;

/** What to say instead of chai's words on a matcher that there isn't; undefined for any other message. */
export function unknownMatcher(message: string): string | undefined {
  const [, wanted] = UNKNOWN.exec(message) ?? [];
  if (wanted === undefined) return undefined;
  const [nearest] = [...MATCHER_NAMES, ...COMMON]
    .map((name) => ({ name, far: distance(name, wanted) / Math.max(name.length, wanted.length) }))
    .toSorted((a, b) => a.far - b.far);
  const hint =
    nearest && nearest.far <= DIFFERENCE_MAX
      ? `the nearest is ${nearest.name}`
      : `beside vitest's there are: ${MATCHER_NAMES.join(", ")}`;
  return `there is no matcher ${wanted}; ${hint}`;
}

/** Letters to put in, leave out or change. Source: Wagner and Fischer, 1974. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_unused, i) => i);
  for (const [i, letter] of one.split("").entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of other.split("").entries()) {
      const change = (row[j] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
