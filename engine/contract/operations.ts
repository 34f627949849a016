import type { Operation } from './operation.ts';
import { backTest } from './operations/back-test.ts';
import { batchRuns, cancelRun, fastForwardRun, overrideRun, pauseRun, queryRun, resumeRun, retryRun, signalRun, signalWorkflow, terminateRun, unparkRun, updateRun } from './operations/control.ts';
import { completeTask, failTask, heartbeatTask, pollTasks } from './operations/external.ts';
import { forkRun, migrateRun, resetRun } from './operations/forks.ts';
import { decideApproval, delegateApproval, getApproval, listApprovals } from './operations/people.ts';
import { getRun, getRunDefinition, getRunEvents, getRunValue, getStep, listRuns, listSteps, replayRun, startDefinitionRun, startRun } from './operations/runs.ts';
import { getRecord, listCollections, listRecords } from './operations/store.ts';
import { dismissDeadLetter, docs, health, limitTaskQueue, listDeadLetters, listStream, listTaskQueues, listWorkers, metrics, openapi, readiness, retryDeadLetter, unlimitTaskQueue } from './operations/system.ts';
import { fireTrigger, listTriggers, pauseTrigger, previewSchedule, receiveHook, removeHookSecret, renewHook, resumeTrigger, setHookSecret } from './operations/triggers.ts';
import { createWorkflow, deleteWorkflow, getVersion, getWorkflow, listTemplates, listVersions, listWorkflows, publishWorkflow, saveWorkflow, validateDefinition } from './operations/workflows.ts';

/** Every call of `/api/v1` by its id, in the order in which the documents show them. A route that is not here does not exist. */
export const operations = {
  listWorkflows, createWorkflow, getWorkflow, saveWorkflow, deleteWorkflow, publishWorkflow, listVersions, getVersion, validateDefinition, backTest, listTemplates,
  listTriggers, pauseTrigger, resumeTrigger, fireTrigger, renewHook, setHookSecret, removeHookSecret, previewSchedule, receiveHook,
  startRun, startDefinitionRun, listRuns, getRun, getRunDefinition, getRunEvents, getRunValue, listSteps, getStep, replayRun,
  pauseRun, resumeRun, cancelRun, terminateRun, retryRun, forkRun, resetRun, migrateRun, fastForwardRun, overrideRun, unparkRun, signalRun, signalWorkflow, queryRun, updateRun,
  batchRuns,
  listApprovals, getApproval, decideApproval, delegateApproval,
  pollTasks, heartbeatTask, completeTask, failTask,
  listCollections, listRecords, getRecord,
  listWorkers, listTaskQueues, limitTaskQueue, unlimitTaskQueue, listDeadLetters, retryDeadLetter, dismissDeadLetter, listStream, health, readiness, metrics, openapi, docs,
} as const;

/** The same without the types of their schemas, for whoever goes through all of them. */
export const OPERATIONS: readonly Operation[] = Object.values(operations).map((each) => each as unknown as Operation);
