-- What the fold of a history had come to, for runs that go on: the latest one of a run and core version. A cache of the
-- events and never more: whoever cannot read one, or doubts it, folds the events.
CREATE TABLE "snapshots" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "core_version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "format" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    CONSTRAINT "snapshots_pkey" PRIMARY KEY ("workspace_id", "run_id", "core_version")
);
