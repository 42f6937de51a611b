import { slug } from "@lockstep/contracts";
import { z } from "zod";
import { instructorProcedure, router } from "../init.ts";
import { CURSOR_LIMIT_MAX, cursor } from "../paging.ts";
import type { DeadLetter, InstructorSubmissionPage, Page, RunnerLine, SubmissionLine } from "../views.ts";
import { listDeadLetters, retryDeadLetter } from "./dead-letters.ts";
import { listRunnerLines } from "./runners.ts";
import { listSubmissions, readSubmission } from "./submissions.ts";

/** What an instructor may see and do. */
export const instructorRouter = router({
  submissions: instructorProcedure
    .input(
      z.strictObject({
        slug: slug.optional(),
        cursor,
        limit: z.number().int().min(1).max(CURSOR_LIMIT_MAX).default(50),
      }),
    )
    .query(({ ctx, input }): Promise<Page<SubmissionLine & { student: string }>> => listSubmissions(ctx.db, input)),
  submission: instructorProcedure
    .input(z.strictObject({ id: z.uuid() }))
    .query(({ ctx, input }): Promise<InstructorSubmissionPage> => readSubmission(ctx.db, input.id)),
  runners: instructorProcedure.query(({ ctx }): Promise<readonly RunnerLine[]> => listRunnerLines(ctx.db)),
  deadLetters: instructorProcedure.query(({ ctx }): Promise<readonly DeadLetter[]> => listDeadLetters(ctx)),
  retryDeadLetter: instructorProcedure
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(({ ctx, input }): Promise<void> => retryDeadLetter(ctx, input.id)),
});
