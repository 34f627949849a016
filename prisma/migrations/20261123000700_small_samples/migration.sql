-- Histories grow by a tenth again and again, and each time all columns were sampled: 30,000 rows, some 400 ms of a
-- processor. They are read by their key alone, for which a sample of 3,000 says enough.
ALTER TABLE "events"
    ALTER COLUMN "workspace_id" SET STATISTICS 10,
    ALTER COLUMN "run_id" SET STATISTICS 10,
    ALTER COLUMN "seq" SET STATISTICS 10,
    ALTER COLUMN "attempt" SET STATISTICS 10,
    ALTER COLUMN "at" SET STATISTICS 10,
    ALTER COLUMN "derived" SET STATISTICS 10,
    ALTER COLUMN "type" SET STATISTICS 10,
    ALTER COLUMN "path" SET STATISTICS 10,
    ALTER COLUMN "input_id" SET STATISTICS 10,
    ALTER COLUMN "data" SET STATISTICS 10,
    ALTER COLUMN "refs" SET STATISTICS 10;
