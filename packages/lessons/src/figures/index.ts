import type { FigureName } from "./figure-name.ts";
import type { LaneSteps } from "./lane-figure.tsx";
import { tooEarly } from "./too-early.ts";
import { oversell } from "./oversell.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { bothRead } from "./both-read.ts";
import { aThenB } from "./a-then-b.ts";
import { twoStalls } from "./two-stalls.ts";
import { missedGreen } from "./missed-green.ts";
import { joinInTheLoop } from "./join-in-the-loop.ts";
import { waitTogether } from "./wait-together.ts";
import { twoOvens } from "./two-ovens.ts";

export { type FigureName, figureNames } from "./figure-name.ts";
export { LaneFigure, type LaneFigureProps, type LaneSteps } from "./lane-figure.tsx";

/** What `LaneFigure` draws for each name. */
export const figures: Readonly<Record<FigureName, LaneSteps>> = {
  "too-early": tooEarly,
  oversell,
  "one-at-a-time": oneAtATime,
  "both-read": bothRead,
  "a-then-b": aThenB,
  "two-stalls": twoStalls,
  "missed-green": missedGreen,
  "join-in-the-loop": joinInTheLoop,
  "wait-together": waitTogether,
  "two-ovens": twoOvens,
};
