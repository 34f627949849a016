-- Tasks of `external` steps: pollers take them over HTTP, workers and their transport leave them alone.
ALTER TABLE "tasks" ADD COLUMN "external" BOOLEAN NOT NULL DEFAULT false;
-- Until when a poller holds its task without a heartbeat.
ALTER TABLE "tasks" ADD COLUMN "lease_until" BIGINT;
CREATE INDEX "tasks_external_idx" ON "tasks" ("workspace_id", "queue", "priority" DESC, "available_at") WHERE "external";
CREATE INDEX "tasks_lease_idx" ON "tasks" ("lease_until") WHERE "lease_until" IS NOT NULL;
-- What waits for a poller is never rung, so it does not stand among what is to be rung later.
DROP INDEX "tasks_delayed_idx";
CREATE INDEX "tasks_delayed_idx" ON "tasks" ("available_at") WHERE "rung_at" IS NULL AND "token" IS NULL AND NOT "external";
