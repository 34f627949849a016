-- Web processes that are alive. They decide as workers do, so a new run takes a core that each of them has too.
CREATE TABLE "web_processes" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "core_version" INTEGER NOT NULL,
    "last_seen_at" BIGINT NOT NULL,
    CONSTRAINT "web_processes_pkey" PRIMARY KEY ("workspace_id", "id")
);
