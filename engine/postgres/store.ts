import type { Store } from '../ports/store.ts';
import { cacheGet, cachePut } from './cache.ts';
import { claim, heldBy, letGo } from './claim.ts';
import { claimWithin } from './claim-within.ts';
import { createClock, type PostgresClock } from './clock.ts';
import { commitAlone } from './commit-alone.ts';
import { commitBatch } from './commit.ts';
import { findVersion, findWorkflow, putDefinition, readDefinition, readDraft } from './definitions.ts';
import { forkRun } from './fork-run.ts';
import { beatExternal, claimExternal, endLeases, externalReady, hasInput, readExternal, withdrawnExternals } from './external-tasks.ts';
import { heartbeat } from './heartbeat.ts';
import { liveWorkers, lowestCore, recoverLost, release, renewLease } from './leases.ts';
import { controlsUnderWay, settleMessage, startPending, takeMessages } from './outbox.ts';
import { forgetParked, park, unpark } from './park.ts';
import { readPayloads } from './payloads.ts';
import { connect, query } from './pool.ts';
import { forgetPresence, tellPresence } from './presence.ts';
import { limitedQueues, setQueueLimits } from './queue-limits.ts';
import { countOpenApprovals, listApprovals, readApproval } from './read-approvals.ts';
import { readEvents, readHistories } from './read-histories.ts';
import { readLogs } from './read-logs.ts';
import { dismissDeadLetter } from './dismiss-letter.ts';
import { listDeadLetters, listTaskQueues, listWorkers, readDeadLetter, readTasks } from './read-operations.ts';
import { ancestorsOf, countRuns, findByIdempotencyKey, findOpenByKey, lastRuns, listRuns, readRun } from './read-runs.ts';
import { readSeqs } from './read-seqs.ts';
import { listCollections, listValues, rangeOfValues, readValue } from './read-values.ts';
import { deleteExpiredCache, deleteOldRuns, deleteUnusedDefinitions } from './retention.ts';
import { everythingUnclaimed, markRung, overdueTasks, tasksDueWithin, unclaimedSince } from './rings.ts';
import type { Scope } from './scope.ts';
import { dropSnapshot, putSnapshot } from './snapshots.ts';
import { takeWithdrawn } from './take-withdrawn.ts';
import { armTimers } from './timers.ts';
import { findHook, listTriggers, noteTrigger, pauseTrigger, readTrigger, renewHookToken, setHookSecret, settleTrigger, takeDueTriggers, wakeTriggersAhead } from './triggers.ts';
import { writeValue } from './write-value.ts';

export type PostgresStore = Store & {
  clock: PostgresClock;
  /** Measures the offset of Postgres' clock. @throws StoreUnavailable */
  syncClock(): Promise<void>;
};

export type PostgresOptions = { databaseUrl: string; workspaceId: string; process: string; readConnections?: number; /** How long any statement may take. */ statementMs?: number };

/** Readings of the server's clock when a process begins, and the way of one that needs no second, ms. */
const READINGS = 8;
const SHORT_WAY_MS = 2;

export function createPostgresStore(options: PostgresOptions): PostgresStore {
  const db = connect(options.databaseUrl, options.process, options.readConnections, options.statementMs);
  const clock = createClock();
  const scope: Scope = { db, workspaceId: options.workspaceId, process: options.process, now: () => clock.now() };
  const bind = <A extends unknown[], R>(verb: (scope: Scope, ...rest: A) => R) => (...rest: A): R => verb(scope, ...rest);
  return {
    workspaceId: options.workspaceId,
    clock,
    async syncClock() {
      // A reading is wrong by half its way at most. On a busy machine one alone may be far off, and what this process says of instants with it.
      for (let reading = 0, way = Infinity; reading < READINGS && way > SHORT_WAY_MS; reading++) {
        const sentAt = performance.now();
        const [row] = await query<{ now: number }>(db.soft, { name: 'clock', text: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now' });
        const receivedAt = performance.now();
        clock.measured(row!.now, sentAt, receivedAt);
        way = receivedAt - sentAt;
      }
    },
    commit: (kind, batch) => commitBatch(db.hard, { workspaceId: options.workspaceId, process: options.process, now: clock.now() }, kind, batch),
    commitAlone: bind(commitAlone),
    forkRun: bind(forkRun),
    readHistories: bind(readHistories),
    readEvents: (runId, after, limit) => readEvents(scope, runId, after, limit),
    readLogs: bind(readLogs),
    readPayloads: bind(readPayloads),
    readSeqs: bind(readSeqs),
    putSnapshot: bind(putSnapshot),
    dropSnapshot: bind(dropSnapshot),
    claim: (worker, wanted) => claim(scope, worker, wanted),
    claimWithin: bind(claimWithin),
    letGo: bind(letGo),
    heldBy: bind(heldBy),
    heartbeat: bind(heartbeat),
    externalReady: bind(externalReady),
    claimExternal: bind(claimExternal),
    beatExternal: bind(beatExternal),
    readExternal: bind(readExternal),
    endLeases: bind(endLeases),
    takeWithdrawn: bind(takeWithdrawn),
    withdrawnExternals: bind(withdrawnExternals),
    hasInput: bind(hasInput),
    tasksDueWithin: bind(tasksDueWithin),
    markRung: bind(markRung),
    unclaimedSince: bind(unclaimedSince),
    everythingUnclaimed: bind(everythingUnclaimed),
    overdueTasks: bind(overdueTasks),
    renewLease: bind(renewLease),
    tellPresence: bind(tellPresence),
    forgetPresence: bind(forgetPresence),
    lowestCore: bind(lowestCore),
    liveWorkers: bind(liveWorkers),
    release: bind(release),
    recoverLost: bind(recoverLost),
    armTimers: bind(armTimers),
    takeMessages: bind(takeMessages),
    settleMessage: bind(settleMessage),
    controlsUnderWay: bind(controlsUnderWay),
    startPending: bind(startPending),
    cacheGet: bind(cacheGet),
    cachePut: bind(cachePut),
    writeValue: bind(writeValue),
    readValue: bind(readValue),
    rangeOfValues: bind(rangeOfValues),
    listValues: bind(listValues),
    listCollections: bind(listCollections),
    park: bind(park),
    unpark: bind(unpark),
    forgetParked: bind(forgetParked),
    readRun: bind(readRun),
    ancestorsOf: bind(ancestorsOf),
    findOpenByKey: bind(findOpenByKey),
    findByIdempotencyKey: bind(findByIdempotencyKey),
    listRuns: bind(listRuns),
    countRuns: bind(countRuns),
    lastRuns: bind(lastRuns),
    readTasks: bind(readTasks),
    listApprovals: bind(listApprovals),
    readApproval: bind(readApproval),
    countOpenApprovals: bind(countOpenApprovals),
    listWorkers: bind(listWorkers),
    listTaskQueues: bind(listTaskQueues),
    limitedQueues: bind(limitedQueues),
    setQueueLimits: bind(setQueueLimits),
    listDeadLetters: bind(listDeadLetters),
    readDeadLetter: bind(readDeadLetter),
    dismissDeadLetter: bind(dismissDeadLetter),
    takeDueTriggers: bind(takeDueTriggers),
    wakeTriggersAhead: bind(wakeTriggersAhead),
    settleTrigger: bind(settleTrigger),
    noteTrigger: bind(noteTrigger),
    listTriggers: bind(listTriggers),
    readTrigger: bind(readTrigger),
    findHook: bind(findHook),
    pauseTrigger: bind(pauseTrigger),
    renewHookToken: bind(renewHookToken),
    setHookSecret: bind(setHookSecret),
    findWorkflow: bind(findWorkflow),
    findVersion: bind(findVersion),
    readDraft: bind(readDraft),
    putDefinition: bind(putDefinition),
    readDefinition: bind(readDefinition),
    deleteOldRuns: bind(deleteOldRuns),
    deleteUnusedDefinitions: bind(deleteUnusedDefinitions),
    deleteExpiredCache: bind(deleteExpiredCache),
    async health() {
      try {
        await query(db.reads, { text: 'SELECT 1' });
        return { ok: true, detail: 'answers' };
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : 'no answer' };
      }
    },
    async migrations() {
      try {
        const [table] = await query<{ there: boolean }>(db.reads, { text: `SELECT to_regclass('runs') IS NOT NULL AS there` });
        return table!.there ? { ok: true, detail: 'applied' } : { ok: false, detail: 'The tables are not there yet; migrations have not run.' };
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : 'no answer' };
      }
    },
    close: () => db.close(),
  };
}
