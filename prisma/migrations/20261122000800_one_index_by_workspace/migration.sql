-- Plans are made once, often while the planner believes in one row: then a second index that begins with the workspace
-- is as good to it as the key, and it reads the whole workspace for as long as the plan is kept. What is looked up by
-- key has the workspace in its key alone.
DROP INDEX "timers_due_at_idx";
CREATE INDEX "timers_due_at_idx" ON "timers" ("due_at");
DROP INDEX "outbox_target_idx";
CREATE INDEX "outbox_target_idx" ON "outbox" ("target_run_id");
