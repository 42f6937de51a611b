import type { Locale } from "@lockstep/contracts";
import type { ComponentType } from "react";
import type { FigureName } from "./figure-name.ts";
import { OneAtATime } from "./one-at-a-time.tsx";
import { Oversell } from "./oversell.tsx";

export { type FigureName, figureNames } from "./figure-name.ts";

/** The drawing for each name. They take their words from the locale and their colours from the page. */
export const figures: Readonly<Record<FigureName, ComponentType<{ readonly locale: Locale }>>> = {
  oversell: Oversell,
  "one-at-a-time": OneAtATime,
};
