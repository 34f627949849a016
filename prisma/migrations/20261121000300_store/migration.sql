-- The key-value store of a workspace: what steps keep beyond their run.
CREATE TABLE "stored_values" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "collection" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" JSON NOT NULL,
    "bytes" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    -- The run and the step that wrote it last.
    "run_id" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    CONSTRAINT "stored_values_pkey" PRIMARY KEY ("workspace_id", "collection", "key")
) WITH (fillfactor = 85);

-- One row for each step that wrote, with what the write came to: an attempt that is delivered again finds it and writes
-- nothing. It goes with its run.
CREATE TABLE "stored_writes" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "stored_writes_pkey" PRIMARY KEY ("workspace_id", "run_id", "id")
);
