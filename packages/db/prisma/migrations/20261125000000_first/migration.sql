-- CreateEnum
CREATE TYPE "Role" AS ENUM ('student', 'instructor');

-- CreateEnum
CREATE TYPE "Purpose" AS ENUM ('submit', 'run', 'program');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('leased', 'judging', 'done', 'abandoned');

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" "Role" NOT NULL DEFAULT 'student',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "courses" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "courses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exercises" (
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "current_version" CHAR(64),

    CONSTRAINT "exercises_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exercise_versions" (
    "hash" CHAR(64) NOT NULL,
    "exercise_id" UUID NOT NULL,
    "pack" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "exercise_versions_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" UUID NOT NULL,
    "student_id" TEXT NOT NULL,
    "exercise_id" UUID NOT NULL,
    "version_hash" CHAR(64) NOT NULL,
    "purpose" "Purpose" NOT NULL,
    "language" TEXT NOT NULL,
    "seed" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submission_files" (
    "submission_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "submission_files_pkey" PRIMARY KEY ("submission_id","path")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "runner" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'leased',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_results" (
    "run_id" UUID NOT NULL,
    "case_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_results_pkey" PRIMARY KEY ("run_id","case_id")
);

-- CreateTable
CREATE TABLE "verdicts" (
    "submission_id" UUID NOT NULL,
    "version_hash" CHAR(64) NOT NULL,
    "run_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "points_max" INTEGER NOT NULL,
    "report" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("submission_id","version_hash")
);

-- CreateTable
CREATE TABLE "progress_events" (
    "id" BIGSERIAL NOT NULL,
    "submission_id" UUID NOT NULL,
    "event" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "progress_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drafts" (
    "student_id" TEXT NOT NULL,
    "exercise_id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "files" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("student_id","exercise_id","language")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_provider_id_account_id_key" ON "accounts"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "courses_slug_key" ON "courses"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "exercises_slug_key" ON "exercises"("slug");

-- CreateIndex
CREATE INDEX "exercises_course_id_position_idx" ON "exercises"("course_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "exercises_current_version_id_key" ON "exercises"("current_version", "id");

-- CreateIndex
CREATE UNIQUE INDEX "exercise_versions_hash_exercise_id_key" ON "exercise_versions"("hash", "exercise_id");

-- CreateIndex
CREATE INDEX "submissions_student_id_created_at_idx" ON "submissions"("student_id", "created_at");

-- CreateIndex
CREATE INDEX "submissions_exercise_id_created_at_idx" ON "submissions"("exercise_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "runs_submission_id_attempt_key" ON "runs"("submission_id", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_run_id_key" ON "verdicts"("run_id");

-- CreateIndex
CREATE INDEX "progress_events_submission_id_id_idx" ON "progress_events"("submission_id", "id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exercises" ADD CONSTRAINT "exercises_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exercises" ADD CONSTRAINT "exercises_current_version_id_fkey" FOREIGN KEY ("current_version", "id") REFERENCES "exercise_versions"("hash", "exercise_id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "exercise_versions" ADD CONSTRAINT "exercise_versions_exercise_id_fkey" FOREIGN KEY ("exercise_id") REFERENCES "exercises"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_exercise_id_fkey" FOREIGN KEY ("exercise_id") REFERENCES "exercises"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_version_hash_exercise_id_fkey" FOREIGN KEY ("version_hash", "exercise_id") REFERENCES "exercise_versions"("hash", "exercise_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission_files" ADD CONSTRAINT "submission_files_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_results" ADD CONSTRAINT "case_results_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "progress_events" ADD CONSTRAINT "progress_events_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_student_id_fkey" FOREIGN KEY ("student_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_exercise_id_fkey" FOREIGN KEY ("exercise_id") REFERENCES "exercises"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on: what Prisma's schema cannot say.

-- Verdicts are a closed set. Whatever is not in it is a mistake of ours and must not be stored.
ALTER TABLE "case_results" ADD CONSTRAINT "case_results_verdict_known" CHECK ("verdict" IN
    ('accepted', 'wrong-answer', 'runtime-error', 'compile-error', 'cpu-time-limit', 'wall-time-limit', 'memory-limit', 'output-limit', 'internal-error'));
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_verdict_known" CHECK ("verdict" IN
    ('accepted', 'wrong-answer', 'runtime-error', 'compile-error', 'cpu-time-limit', 'wall-time-limit', 'memory-limit', 'output-limit', 'internal-error'));
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_points_possible" CHECK ("points" BETWEEN 0 AND "points_max");
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_seed_is_32_bits" CHECK ("seed" BETWEEN 0 AND 4294967295);
ALTER TABLE "runs" ADD CONSTRAINT "runs_attempt_from_1" CHECK ("attempt" >= 1);

-- What was graded, what was handed in, and what came out stay as they were. (Deleting is a matter of grants.)
CREATE FUNCTION "refuse_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "immutable" BEFORE UPDATE ON "exercise_versions" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "immutable" BEFORE UPDATE ON "submission_files" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "immutable" BEFORE UPDATE ON "verdicts" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "immutable" BEFORE UPDATE ON "progress_events" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

-- The runner's role: the grading tables, and the queue (granted where the queue is installed). No people, no sessions, no
-- drafts. Roles belong to the whole cluster, so another database's migration may have made it, even at this moment.
DO $$
BEGIN
    CREATE ROLE "lockstep_runner" NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END $$;
GRANT SELECT ON "exercise_versions", "submissions", "submission_files", "runs", "case_results", "verdicts", "progress_events" TO "lockstep_runner";
GRANT INSERT ON "runs", "case_results", "verdicts", "progress_events" TO "lockstep_runner";
GRANT UPDATE ("state", "ended_at") ON "runs" TO "lockstep_runner";
GRANT USAGE ON SEQUENCE "progress_events_id_seq" TO "lockstep_runner";
