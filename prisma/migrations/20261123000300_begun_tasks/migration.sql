-- Whether somebody who held the task and holds it no more may have begun it: what is withdrawn then must be undone.
ALTER TABLE "tasks" ADD COLUMN "begun" BOOLEAN NOT NULL DEFAULT false;
