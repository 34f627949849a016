-- Open requests are listed first due first, those without a due time last (for them the greatest whole number of
-- JavaScript stands, as in the cursor); closed ones newest first; both together by their opening.
DROP INDEX "approvals_inbox_idx";
CREATE INDEX "approvals_open_idx" ON "approvals" ("workspace_id", coalesce("due_at", 9007199254740991), "opened_at", "run_id", "seq") WHERE "status" = 'open';
CREATE INDEX "approvals_closed_idx" ON "approvals" ("workspace_id", "closed_at" DESC, "seq", "run_id") WHERE "status" <> 'open';
CREATE INDEX "approvals_opened_idx" ON "approvals" ("workspace_id", "opened_at" DESC, "run_id", "seq");
