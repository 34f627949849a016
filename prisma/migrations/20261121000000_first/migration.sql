-- The first schema. Every table, key and index begins with the workspace.
-- Instants are bigint epoch milliseconds of Postgres time (docs/decisions/0002).
-- Values of histories are json, not jsonb: they are canonical text already and come back as they went in.
-- Ids are compared byte by byte (COLLATE "C"): cheaper, and the order in which rows are locked is the same everywhere.

CREATE TABLE "workspaces" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);
INSERT INTO "workspaces" ("id", "name", "created_at") VALUES ('default', 'Default', (extract(epoch FROM now()) * 1000)::bigint);

-- Documents by the hash of their canonical text: versions and runs point at them, whether they were saved or not.
CREATE TABLE "definitions" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "document" JSON NOT NULL,
    "created_at" BIGINT NOT NULL,
    CONSTRAINT "definitions_pkey" PRIMARY KEY ("workspace_id", "id")
);

CREATE TABLE "workflows" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "folder" TEXT,
    "tags" TEXT[] NOT NULL DEFAULT '{}',
    "draft" JSON NOT NULL,
    "draft_hash" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "latest_version" INTEGER,
    "latest_hash" TEXT,
    "node_count" INTEGER NOT NULL DEFAULT 0,
    "example" BOOLEAN NOT NULL DEFAULT false,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    CONSTRAINT "workflows_pkey" PRIMARY KEY ("workspace_id", "id"),
    CONSTRAINT "workflows_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "workflows_workspace_id_slug_key" ON "workflows" ("workspace_id", "slug");
CREATE INDEX "workflows_workspace_id_updated_at_id_idx" ON "workflows" ("workspace_id", "updated_at" DESC, "id" DESC);

CREATE TABLE "workflow_versions" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "workflow_id" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "definition_id" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "node_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" BIGINT NOT NULL,
    CONSTRAINT "workflow_versions_pkey" PRIMARY KEY ("workspace_id", "workflow_id", "number"),
    CONSTRAINT "workflow_versions_workflow_fkey" FOREIGN KEY ("workspace_id", "workflow_id") REFERENCES "workflows" ("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "workflow_versions_definition_fkey" FOREIGN KEY ("workspace_id", "definition_id") REFERENCES "definitions" ("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- One row per run, updated in place with every commit. The step that changes nothing but `seq` is a HOT update:
-- no index holds a column it writes, and a third of each page is kept free for the new row versions.
CREATE TABLE "runs" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "core_version" INTEGER NOT NULL,
    "workflow_id" TEXT COLLATE "C",
    "workflow_name" TEXT NOT NULL,
    "version" INTEGER,
    "definition_id" TEXT COLLATE "C" NOT NULL,
    "trigger" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C",
    "idempotency_key" TEXT COLLATE "C",
    "request_hash" TEXT COLLATE "C",
    "parent_run_id" TEXT COLLATE "C",
    "parent_path" TEXT,
    "parent_generation" INTEGER,
    "parent_awaited" BOOLEAN,
    "started_at" BIGINT NOT NULL,
    "ended_at" BIGINT,
    "output" JSON,
    "error" JSON,
    "waiting_for" JSON,
    "open_compensations" JSON,
    "search_attributes" JSONB,
    "memo" JSON,
    "parked" TEXT,
    CONSTRAINT "runs_pkey" PRIMARY KEY ("workspace_id", "id")
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 1);
CREATE INDEX "runs_workspace_id_started_at_id_idx" ON "runs" ("workspace_id", "started_at" DESC, "id" DESC);
CREATE INDEX "runs_workspace_id_status_started_at_id_idx" ON "runs" ("workspace_id", "status", "started_at" DESC, "id" DESC);
CREATE INDEX "runs_workspace_id_workflow_id_started_at_id_idx" ON "runs" ("workspace_id", "workflow_id", "started_at" DESC, "id" DESC);
CREATE INDEX "runs_parent_idx" ON "runs" ("workspace_id", "parent_run_id", "started_at" DESC) WHERE "parent_run_id" IS NOT NULL;
-- A business key is held by one open run of its workflow.
CREATE UNIQUE INDEX "runs_open_key" ON "runs" ("workspace_id", "workflow_id", "key")
    WHERE "key" IS NOT NULL AND "status" IN ('queued', 'running', 'paused', 'compensating');
CREATE UNIQUE INDEX "runs_idempotency_key" ON "runs" ("workspace_id", "workflow_id", "idempotency_key") WHERE "idempotency_key" IS NOT NULL;

-- The history. Never updated, so pages are filled; the primary key is the only index.
CREATE TABLE "events" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "attempt" INTEGER,
    "at" BIGINT NOT NULL,
    "derived" BOOLEAN NOT NULL,
    "type" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C",
    "input_id" TEXT COLLATE "C",
    "data" JSON NOT NULL,
    CONSTRAINT "events_pkey" PRIMARY KEY ("workspace_id", "run_id", "seq")
) WITH (autovacuum_vacuum_insert_scale_factor = 0.2, autovacuum_vacuum_cost_delay = 1);

-- Open attempts, and only those: a closed task leaves. `seq` is that of the event which opened it.
-- A claim writes no indexed column. Small enough to be scanned when a worker is lost.
CREATE TABLE "tasks" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "node" TEXT COLLATE "C" NOT NULL,
    "queue" TEXT COLLATE "C" NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "created_at" BIGINT NOT NULL,
    "available_at" BIGINT NOT NULL,
    "start_to_close_ms" BIGINT,
    "heartbeat_ms" BIGINT,
    "schedule_to_start_at" BIGINT,
    "schedule_to_close_at" BIGINT,
    "created_by" TEXT COLLATE "C",
    "dispatch" INTEGER NOT NULL DEFAULT 1,
    "rung_at" BIGINT,
    "deliveries" INTEGER NOT NULL DEFAULT 0,
    "token" TEXT COLLATE "C",
    "worker" TEXT COLLATE "C",
    "claimed_at" BIGINT,
    "heartbeat_at" BIGINT,
    "heartbeat" JSON,
    "abort_until" BIGINT,
    CONSTRAINT "tasks_pkey" PRIMARY KEY ("workspace_id", "run_id", "seq")
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.2, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 1);
CREATE INDEX "tasks_schedule_to_start_idx" ON "tasks" ("schedule_to_start_at") WHERE "schedule_to_start_at" IS NOT NULL;
CREATE INDEX "tasks_schedule_to_close_idx" ON "tasks" ("schedule_to_close_at") WHERE "schedule_to_close_at" IS NOT NULL;
-- Attempts that were not due when they were opened (retries); `rung_at` stays null until they are.
CREATE INDEX "tasks_delayed_idx" ON "tasks" ("available_at") WHERE "rung_at" IS NULL AND "token" IS NULL;

CREATE TABLE "timers" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "path" TEXT COLLATE "C",
    "purpose" TEXT COLLATE "C" NOT NULL,
    "due_at" BIGINT NOT NULL,
    "armed_by" TEXT COLLATE "C",
    "armed_until" BIGINT,
    CONSTRAINT "timers_pkey" PRIMARY KEY ("workspace_id", "run_id", "seq")
) WITH (fillfactor = 80);
CREATE INDEX "timers_due_at_idx" ON "timers" ("workspace_id", "due_at");

CREATE TABLE "approvals" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "node" TEXT COLLATE "C" NOT NULL,
    "workflow_id" TEXT COLLATE "C",
    "workflow_name" TEXT NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "title" TEXT NOT NULL,
    "context" TEXT NOT NULL,
    "form" JSON,
    "prefill" JSON,
    "assignees" TEXT[] NOT NULL,
    "quorum" INTEGER NOT NULL,
    "outcomes" TEXT[] NOT NULL,
    "decisions" JSONB NOT NULL DEFAULT '[]',
    "opened_at" BIGINT NOT NULL,
    "due_at" BIGINT,
    "closed_at" BIGINT,
    "outcome" TEXT,
    "on_timeout" TEXT,
    "shown_hash" TEXT NOT NULL,
    CONSTRAINT "approvals_pkey" PRIMARY KEY ("workspace_id", "run_id", "seq")
) WITH (fillfactor = 80);
CREATE INDEX "approvals_inbox_idx" ON "approvals" ("workspace_id", "status", "opened_at" DESC, "run_id", "seq");

-- What crosses from one run to another; written with the source's events, deleted with the target's.
CREATE TABLE "outbox" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "source_run_id" TEXT COLLATE "C" NOT NULL,
    "target_run_id" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "payload" JSON NOT NULL,
    "created_at" BIGINT NOT NULL,
    "taken_by" TEXT COLLATE "C",
    "taken_until" BIGINT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    CONSTRAINT "outbox_pkey" PRIMARY KEY ("workspace_id", "id")
) WITH (fillfactor = 80);
CREATE INDEX "outbox_target_idx" ON "outbox" ("workspace_id", "target_run_id");

-- One lease per process that executes steps, renewed each second.
CREATE TABLE "workers" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "queues" TEXT[] NOT NULL,
    "concurrency" INTEGER NOT NULL,
    "running" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT COLLATE "C" NOT NULL,
    "version" TEXT NOT NULL,
    "core_version" INTEGER NOT NULL,
    "rss_bytes" BIGINT NOT NULL DEFAULT 0,
    "started_at" BIGINT NOT NULL,
    "last_seen_at" BIGINT NOT NULL,
    CONSTRAINT "workers_pkey" PRIMARY KEY ("workspace_id", "id")
) WITH (fillfactor = 50);

CREATE TABLE "dead_letters" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "path" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "error" JSON NOT NULL,
    "workflow_name" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "retried_at" BIGINT,
    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("workspace_id", "id")
);
CREATE INDEX "dead_letters_open_idx" ON "dead_letters" ("workspace_id", "at" DESC, "id" DESC) WHERE "retried_at" IS NULL;

CREATE TABLE "activity_cache" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "output" JSON NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "expires_at" BIGINT NOT NULL,
    CONSTRAINT "activity_cache_pkey" PRIMARY KEY ("workspace_id", "key")
);
CREATE INDEX "activity_cache_expires_at_idx" ON "activity_cache" ("expires_at");

-- Inputs that could not be decided because the core threw: kept until the run can go on.
CREATE TABLE "parked_inputs" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "input" JSON NOT NULL,
    "error" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "parked_inputs_pkey" PRIMARY KEY ("workspace_id", "run_id", "id")
);
