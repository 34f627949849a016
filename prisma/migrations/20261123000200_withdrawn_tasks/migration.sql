-- Attempts that were asked to stop are few and are looked for each second. No claim writes this column.
CREATE INDEX "tasks_abort_idx" ON "tasks" ("abort_until") WHERE "abort_until" IS NOT NULL;
