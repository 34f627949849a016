-- A run is addressed by workflow and key, also when it is over: the newest that had the key. Runs without one cost nothing.
CREATE INDEX "runs_by_key" ON "runs" ("workspace_id", "workflow_id", "key", "started_at" DESC, "id" DESC) WHERE "key" IS NOT NULL;
-- The key of the runs is made last again: see keys_win_ties.
ALTER TABLE "runs" DROP CONSTRAINT "runs_pkey";
ALTER TABLE "runs" ADD CONSTRAINT "runs_pkey" PRIMARY KEY ("workspace_id", "id");
