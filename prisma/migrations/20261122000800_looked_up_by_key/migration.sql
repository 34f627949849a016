-- Plans are made once, often while the planner believes in one row: then a second index that begins with the workspace
-- is as good to it as the key, and it reads the whole workspace for as long as the plan is kept. Where it can be, the
-- key is the only one that begins with the workspace.
DROP INDEX "timers_due_at_idx";
CREATE INDEX "timers_due_at_idx" ON "timers" ("due_at");
DROP INDEX "outbox_target_idx";
CREATE INDEX "outbox_target_idx" ON "outbox" ("target_run_id");
DROP INDEX "tasks_external_idx";
CREATE INDEX "tasks_external_idx" ON "tasks" ("queue", "priority" DESC, "available_at") WHERE "external";
DROP INDEX "activity_cache_run_idx";
CREATE INDEX "activity_cache_run_idx" ON "activity_cache" ("run_id");
-- Pages of requests are read by workspace; here the key is made last, so that it wins where all cost the same.
ALTER TABLE "approvals" DROP CONSTRAINT "approvals_pkey";
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_pkey" PRIMARY KEY ("workspace_id", "run_id", "seq");
