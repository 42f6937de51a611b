/** Names of the figures that lessons show. */
export const figureNames = ["oversell", "one-at-a-time"] as const;
export type FigureName = (typeof figureNames)[number];
