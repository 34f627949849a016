-- Runs are found by their search attributes. Nothing of the usual step touches the column, so its updates stay in the page.
CREATE INDEX "runs_search_attributes_idx" ON "runs" USING gin ("search_attributes" jsonb_path_ops) WHERE "search_attributes" IS NOT NULL;
