import { language, purpose, slug, sourceFiles } from "@lockstep/contracts";
import { z } from "zod";
import { router, studentProcedure } from "../init.ts";
import { CURSOR_LIMIT_MAX, cursor } from "../paging.ts";
import type { DraftSaved, DraftView, Page, Standing, SubmissionLine, SubmissionPage } from "../views.ts";
import { cancel } from "./cancel.ts";
import { readDraft, saveDraft } from "./draft.ts";
import { progressOf } from "./progress.ts";
import { readStandings } from "./standing.ts";
import { submit } from "./submit.ts";
import { listOwnSubmissions, readOwnSubmission } from "./submissions.ts";

const work = z.strictObject({
  slug,
  /** The version that the page showed. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
  language,
  files: sourceFiles,
});
const place = z.strictObject({ slug, language });

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

  draft: studentProcedure
    .input(place)
    .query(({ ctx, input }): Promise<DraftView | null> => readDraft(ctx.db, ctx.viewer.id, input)),
  saveDraft: studentProcedure
    .input(place.extend({ files: sourceFiles, revision: z.number().int().min(0) }))
    .mutation(({ ctx, input }): Promise<DraftSaved> => saveDraft(ctx.db, ctx.viewer.id, input)),

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
