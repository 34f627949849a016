-- When those took a schedule who never settled it: each of them may have started a run that nobody told of.
ALTER TABLE "triggers" ADD COLUMN "left_at" BIGINT[] NOT NULL DEFAULT '{}';
