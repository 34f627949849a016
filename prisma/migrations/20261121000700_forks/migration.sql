-- Whose past a run goes on from: the source, the last of its events that was copied, and whether the source was ended
-- for it. The source may be gone; the copy needs nothing of it.
ALTER TABLE "runs" ADD COLUMN "forked_from_run_id" TEXT COLLATE "C";
ALTER TABLE "runs" ADD COLUMN "forked_from_seq" INTEGER;
ALTER TABLE "runs" ADD COLUMN "fork_mode" TEXT COLLATE "C";
-- Definitions that the history was decided under before the one of now, with spaces between them: they must stay for its
-- replay.
ALTER TABLE "runs" ADD COLUMN "earlier_definitions" TEXT COLLATE "C";
CREATE INDEX "runs_forks_idx" ON "runs" ("workspace_id", "forked_from_run_id", "started_at" DESC) WHERE "forked_from_run_id" IS NOT NULL;
-- The key of the runs is made last again: see keys_win_ties.
ALTER TABLE "runs" DROP CONSTRAINT "runs_pkey";
ALTER TABLE "runs" ADD CONSTRAINT "runs_pkey" PRIMARY KEY ("workspace_id", "id");
