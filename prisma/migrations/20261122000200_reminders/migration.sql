-- How often those who are asked were reminded, and whom a request goes to when nobody decides; null where neither is.
ALTER TABLE "approvals" ADD COLUMN "reminders" JSONB, ADD COLUMN "escalation" JSONB;
