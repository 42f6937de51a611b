-- AlterTable
ALTER TABLE "submissions" ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "replaced_verdicts" (
    "run_id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "version_hash" CHAR(64) NOT NULL,
    "verdict" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "points_max" INTEGER NOT NULL,
    "report" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "replaced_verdicts_pkey" PRIMARY KEY ("run_id")
);

-- CreateIndex
CREATE INDEX "replaced_verdicts_submission_id_idx" ON "replaced_verdicts"("submission_id");

-- AddForeignKey
ALTER TABLE "replaced_verdicts" ADD CONSTRAINT "replaced_verdicts_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replaced_verdicts" ADD CONSTRAINT "replaced_verdicts_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on: what Prisma's schema cannot say.

ALTER TABLE "replaced_verdicts" ADD CONSTRAINT "replaced_verdicts_verdict_known" CHECK ("verdict" IN
    ('accepted', 'wrong-answer', 'runtime-error', 'compile-error', 'cpu-time-limit', 'wall-time-limit', 'memory-limit', 'output-limit', 'internal-error'));
CREATE TRIGGER "immutable" BEFORE UPDATE ON "replaced_verdicts" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
-- A runner neither reads nor writes history: no grant.
