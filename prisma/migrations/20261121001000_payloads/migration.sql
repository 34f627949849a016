-- Large values of a run, by the hash of their canonical text: its events name them and hold none of them. `seq` is the
-- first event that does, so that a fork copies those of the past that it keeps.
CREATE TABLE "payloads" (
    "workspace_id" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "value" TEXT NOT NULL,
    CONSTRAINT "payloads_pkey" PRIMARY KEY ("workspace_id", "run_id", "hash")
);

-- Where the references stand in the data of an event; NULL for nearly all of them.
ALTER TABLE "events" ADD COLUMN "refs" JSON;
