import { slug } from "@lockstep/contracts";
import { z } from "zod";
import { publicProcedure, router } from "../init.ts";
import { version } from "../version.ts";
import type { CourseOutline, ExercisePage, Viewer } from "../views.ts";
import { readExercisePage } from "./exercise-page.ts";
import { readOutline } from "./outline.ts";

/** What anybody may read. */
export const publicRouter = router({
  viewer: publicProcedure.query(({ ctx }): Viewer | null => ctx.viewer),
  outline: publicProcedure.query(({ ctx }): Promise<CourseOutline> => readOutline(ctx.db)),
  exercise: publicProcedure
    .input(z.strictObject({ slug, version: version.optional() }))
    .query(({ ctx, input }): Promise<ExercisePage> => readExercisePage(ctx.db, input)),
});
