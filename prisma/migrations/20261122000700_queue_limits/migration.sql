-- How much of a task queue may go on in all processes together; without a row, as much as workers can.
CREATE TABLE "queue_limits" (
    "workspace_id" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "concurrency" INTEGER,
    "rate_count" INTEGER,
    "rate_per_ms" BIGINT,
    "changed_at" BIGINT NOT NULL,
    "changed_by" TEXT,
    CONSTRAINT "queue_limits_pkey" PRIMARY KEY ("workspace_id", "queue")
);
-- What was claimed of such queues: counted while it is held, and for as long as its begin counts for the rate.
CREATE TABLE "queue_claims" (
    "workspace_id" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "queue_claims_pkey" PRIMARY KEY ("workspace_id", "queue", "run_id", "seq", "token")
);
