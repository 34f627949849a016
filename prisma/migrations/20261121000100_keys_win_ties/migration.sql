-- Statements of the hot path are planned once for each connection, often while the tables are empty or their statistics
-- say so. To the planner every index of an empty table costs the same, and of equals it takes the newest. Runs are
-- looked up by their key and nothing else there: made last, the key wins the tie.
ALTER TABLE "runs" DROP CONSTRAINT "runs_pkey";
ALTER TABLE "runs" ADD CONSTRAINT "runs_pkey" PRIMARY KEY ("workspace_id", "id");
