/** Names of the figures that lessons show. */
export const figureNames = [
  "too-early",
  "oversell",
  "one-at-a-time",
  "both-read",
  "a-then-b",
  "two-stalls",
  "missed-green",
  "join-in-the-loop",
  "wait-together",
  "two-ovens",
] as const;
export type FigureName = (typeof figureNames)[number];
