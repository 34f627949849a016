import type { NodeShape } from './catalogue.ts';
import { parseDuration } from './duration.ts';
import type { RetryPolicy, Timeouts } from './plan.ts';
import type { NodeDefinition, RetrySettings, TimeoutSettings, WorkflowSettings } from './schema.ts';

/** The field's usual policy: three tries, a second apart, then two, never more than a minute. */
export const DEFAULT_RETRY: RetryPolicy = {
  maximumAttempts: 3,
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maximumIntervalMs: 60_000,
  jitter: 0.1,
  nonRetryable: [],
};

/** Field by field: what the node says, then the workflow, then the type, then the default. */
export function retryPolicyOf(node: NodeDefinition, spec: Pick<NodeShape, 'retry'>, settings: WorkflowSettings): RetryPolicy {
  const pick = <K extends keyof RetrySettings>(key: K): RetrySettings[K] => node.retry?.[key] ?? settings.retry?.[key];
  const initialIntervalMs = duration(pick('initialInterval')) ?? DEFAULT_RETRY.initialIntervalMs;
  return {
    maximumAttempts: pick('maximumAttempts') ?? spec.retry?.maximumAttempts ?? DEFAULT_RETRY.maximumAttempts,
    initialIntervalMs,
    backoffCoefficient: pick('backoffCoefficient') ?? DEFAULT_RETRY.backoffCoefficient,
    // An interval longer than the default maximum was meant, so it lifts the maximum when that is not said.
    maximumIntervalMs: duration(pick('maximumInterval')) ?? Math.max(DEFAULT_RETRY.maximumIntervalMs, initialIntervalMs),
    jitter: pick('jitter') ?? DEFAULT_RETRY.jitter,
    nonRetryable: pick('nonRetryable') ?? DEFAULT_RETRY.nonRetryable,
  };
}

export function timeoutsOf(node: NodeDefinition, spec: Pick<NodeShape, 'timeouts'>): Timeouts {
  const own: TimeoutSettings = node.timeouts ?? {};
  return {
    startToCloseMs: duration(own.startToClose ?? spec.timeouts?.startToClose),
    scheduleToStartMs: duration(own.scheduleToStart),
    scheduleToCloseMs: duration(own.scheduleToClose),
    heartbeatMs: duration(own.heartbeat),
  };
}

function duration(text: string | undefined): number | null {
  return text === undefined ? null : parseDuration(text);
}
