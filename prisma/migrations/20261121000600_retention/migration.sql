-- What is over and old is deleted in the order in which it ended. Partial, so that no statement of the hot path can be
-- planned with it.
CREATE INDEX "runs_ended_at_idx" ON "runs" ("workspace_id", "ended_at") WHERE "ended_at" IS NOT NULL;
-- What goes with a run, where its own key does not begin with the run.
CREATE INDEX "dead_letters_run_idx" ON "dead_letters" ("workspace_id", "run_id");
CREATE INDEX "activity_cache_run_idx" ON "activity_cache" ("workspace_id", "run_id");
