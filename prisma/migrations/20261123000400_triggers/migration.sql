-- What starts runs of a workflow by itself: a row for each start node of the latest version that has a schedule or a
-- webhook. Token and secret stand here and not in the definition, which is copied, exported and shown.
CREATE TABLE "triggers" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" JSON,
    "created_at" BIGINT NOT NULL,
    "cursor_at" BIGINT,
    "next_at" BIGINT,
    "taken_token" TEXT,
    "taken_until" BIGINT,
    "last_at" BIGINT,
    "last_run" TEXT,
    "last_problem" JSON,
    "paused" JSON,
    "token" TEXT,
    "token_at" BIGINT,
    "secret" TEXT,
    "secret_at" BIGINT,
    CONSTRAINT "triggers_pkey" PRIMARY KEY ("workspace_id", "id"),
    CONSTRAINT "triggers_workflow_fkey" FOREIGN KEY ("workspace_id", "workflow_id") REFERENCES "workflows"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "triggers_node_key" ON "triggers"("workspace_id", "workflow_id", "node");
CREATE UNIQUE INDEX "triggers_token_key" ON "triggers"("workspace_id", "token");
-- For the look that each worker takes once a second.
CREATE INDEX "triggers_next_at_idx" ON "triggers"("workspace_id", "next_at");
