-- CreateTable
CREATE TABLE "runners" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "backend" TEXT,
    "because" TEXT,
    "fix" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "runners_pkey" PRIMARY KEY ("id")
);

-- From here on: what Prisma's schema cannot say.

ALTER TABLE "runners" ADD CONSTRAINT "runners_sandbox_or_trouble"
    CHECK (("backend" IS NULL) = ("because" IS NOT NULL) AND ("because" IS NULL) = ("fix" IS NULL));
GRANT SELECT, INSERT, UPDATE, DELETE ON "runners" TO "lockstep_runner";

-- Runners used to say it in the progress of each submission; now they say it of themselves.
DELETE FROM "progress_events" WHERE "event" ->> 'kind' = 'sandbox-unavailable';
