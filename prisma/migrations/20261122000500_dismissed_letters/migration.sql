-- A dead letter may be put away by a person: when, by whom and why. It is no longer listed then.
ALTER TABLE "dead_letters" ADD COLUMN "dismissed" JSONB;
DROP INDEX "dead_letters_open_idx";
CREATE INDEX "dead_letters_open_idx" ON "dead_letters" ("workspace_id", "at" DESC, "id" DESC) WHERE "retried_at" IS NULL AND "dismissed" IS NULL;
