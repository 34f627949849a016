import { formatDuration, parseDuration, type RetrySettings } from '@/engine/index.ts';

export type EffectiveRetry = { maximumAttempts: number; initialInterval: string; backoffCoefficient: number; maximumInterval: string; jitter: number };

/** What holds when nobody says anything: the engine's own policy. */
const USUAL: EffectiveRetry = { maximumAttempts: 3, initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m', jitter: 0.1 };

/** The policy a step gets: field by field from the node, the workflow, the type, the usual one. */
export function effectiveRetry(own: RetrySettings | undefined, workflow: RetrySettings | undefined, typeAttempts?: number): EffectiveRetry {
  const pick = <K extends keyof EffectiveRetry>(key: K): EffectiveRetry[K] => (own?.[key] ?? workflow?.[key] ?? (key === 'maximumAttempts' ? typeAttempts : undefined) ?? USUAL[key]) as EffectiveRetry[K];
  const initialInterval = pick('initialInterval');
  const initialMs = parseDuration(initialInterval) ?? 1_000;
  // A first wait that is longer than the usual maximum lifts it, as the engine does.
  const maximumInterval = own?.maximumInterval ?? workflow?.maximumInterval ?? formatDuration(Math.max(60_000, initialMs));
  return { maximumAttempts: pick('maximumAttempts'), initialInterval, backoffCoefficient: pick('backoffCoefficient'), maximumInterval, jitter: pick('jitter') };
}

/** The waits between the attempts in ms, without jitter; at most ten of them. */
export function waitsOf(retry: EffectiveRetry): number[] {
  const first = parseDuration(retry.initialInterval) ?? 1_000;
  const longest = parseDuration(retry.maximumInterval) ?? 60_000;
  const waits: number[] = [];
  for (let attempt = 1; attempt < Math.min(retry.maximumAttempts, 11); attempt++) waits.push(Math.min(longest, Math.round(first * retry.backoffCoefficient ** (attempt - 1))));
  return waits;
}
