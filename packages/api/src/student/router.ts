import { language, purpose, slug, sourceFiles } from "@lockstep/contracts";
import { z } from "zod";
import { router, studentProcedure } from "../init.ts";
import { CURSOR_LIMIT_MAX, cursor } from "../paging.ts";
import { version } from "../version.ts";
import type {
  DraftSaved,
  DraftView,
  GradedNow,
  ModelSolutions,
  Page,
  Standing,
  SubmissionLine,
  SubmissionPage,
} from "../views.ts";
import { cancel } from "./cancel.ts";
import { readDraft, saveDraft } from "./draft.ts";
import { readModelSolutions } from "./models.ts";
import { progressOf } from "./progress.ts";
import { readStandings } from "./standing.ts";
import { whetherGradedNow } from "./whether-graded-now.ts";
import { submit } from "./submit.ts";
import { listOwnSubmissions, readOwnSubmission } from "./submissions.ts";

const work = z.strictObject({
  slug,
  /** The version that the page showed. */
  version,
  language,
  files: sourceFiles,
});
const place = z.strictObject({ slug, language });
/** How many saves the draft builds on, none at first. The database counts with 32 bits. */
const revision = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 2);

/** What a signed-in person may do, with their own things only. */
export const studentRouter = router({
  submit: studentProcedure
    .input(work)
    .mutation(({ ctx, input }) => submit(ctx, ctx.viewer.id, { ...input, purpose: "submit" })),
  run: studentProcedure
    .input(work)
    .mutation(({ ctx, input }) => submit(ctx, ctx.viewer.id, { ...input, purpose: "run" })),
  program: studentProcedure
    .input(work)
    .mutation(({ ctx, input }) => submit(ctx, ctx.viewer.id, { ...input, purpose: "program" })),
  /** Takes an own submission back that has no verdict yet. */
  cancel: studentProcedure
    .input(z.strictObject({ submissionId: z.uuid() }))
    .mutation(({ ctx, input }) => cancel(ctx, ctx.viewer.id, input.submissionId)),

  submissions: studentProcedure
    .input(
      z.strictObject({
        slug: slug.optional(),
        purpose: purpose.optional(),
        cursor,
        limit: z.number().int().min(1).max(CURSOR_LIMIT_MAX).default(20),
      }),
    )
    .query(({ ctx, input }): Promise<Page<SubmissionLine>> => listOwnSubmissions(ctx.db, ctx.viewer.id, input)),
  submission: studentProcedure
    .input(z.strictObject({ id: z.uuid() }))
    .query(({ ctx, input }): Promise<SubmissionPage> => readOwnSubmission(ctx.db, ctx.viewer.id, input.id)),
  standings: studentProcedure.query(({ ctx }): Promise<readonly Standing[]> => readStandings(ctx.db, ctx.viewer.id)),

  /** Null until an own submission was accepted: who has not solved it, has more from solving it. */
  models: studentProcedure
    .input(z.strictObject({ slug }))
    .query(({ ctx, input }): Promise<ModelSolutions | null> => readModelSolutions(ctx.db, ctx.viewer, input.slug)),

  draft: studentProcedure
    .input(place)
    .query(({ ctx, input }): Promise<DraftView | null> => readDraft(ctx.db, ctx.viewer.id, input)),
  saveDraft: studentProcedure
    .input(place.extend({ version, files: sourceFiles, revision }))
    .mutation(({ ctx, input }): Promise<DraftSaved> => saveDraft(ctx, ctx.viewer.id, input)),

  /** Whether anybody could grade what waits. */
  gradedNow: studentProcedure.query(({ ctx }): Promise<GradedNow> => whetherGradedNow(ctx.db)),

  /** Events of an own submission, each under its id, until the verdict. Resumes after `lastEventId`. */
  progress: studentProcedure
    .input(
      z.strictObject({
        submissionId: z.uuid(),
        lastEventId: z
          .string()
          .regex(/^\d{1,18}$/)
          .nullish(),
      }),
    )
    .subscription(({ ctx, input, signal }) => progressOf(ctx, ctx.viewer.id, input, signal)),
});
