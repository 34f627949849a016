-- Who handed a request over to whom; `assignees` are those who are asked now.
ALTER TABLE "approvals" ADD COLUMN "delegations" JSONB NOT NULL DEFAULT '[]';
