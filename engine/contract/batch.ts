import type { RunStatus } from '../core/status.ts';

export const BATCH_OPERATIONS = ['cancel', 'terminate', 'pause', 'resume', 'retry', 'signal'] as const;
export type BatchOperation = (typeof BATCH_OPERATIONS)[number];

/** Runs that one request may name. */
export const BATCH_IDS = 500;

/** The runs an operation makes sense for: what a batch means when its filter does not say. */
export const BATCH_STATUSES: Readonly<Record<BatchOperation, readonly RunStatus[]>> = {
  cancel: ['queued', 'running', 'paused', 'compensating'],
  terminate: ['queued', 'running', 'paused', 'compensating'],
  pause: ['queued', 'running', 'compensating'],
  resume: ['paused'],
  retry: ['failed', 'timed_out'],
  signal: ['queued', 'running', 'paused', 'compensating'],
};
