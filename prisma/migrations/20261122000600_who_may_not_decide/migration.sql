-- Those who may not decide a request, whoever asks them.
ALTER TABLE "approvals" ADD COLUMN "excluded" TEXT[] NOT NULL DEFAULT '{}';
