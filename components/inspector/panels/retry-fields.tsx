'use client';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { durationText } from '@/components/ui/time-text.ts';
import type { Json, RetrySettings } from '@/engine/index.ts';
import { ListField } from '../fields/list-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { effectiveRetry, waitsOf } from '../model/retry.ts';

type Props = { retry: RetrySettings | undefined; inherited?: RetrySettings | undefined; type?: number | undefined; pointer?: string; onChange: (retry: RetrySettings | undefined) => void };

/** How a step is tried again. What is not said comes from the workflow, then from the type, then from the usual policy. */
export function RetryFields({ retry, inherited, type, pointer = '/retry', onChange }: Props) {
  const t = useDesignT();
  const language = useLanguage();
  const usual = effectiveRetry(undefined, inherited, type);
  const now = effectiveRetry(retry, inherited, type);
  const set = (key: keyof RetrySettings) => (value: Json | undefined) => {
    const next: Record<string, unknown> = { ...retry, [key]: value };
    if (value === undefined || (Array.isArray(value) && value.length === 0)) delete next[key];
    onChange(Object.keys(next).length === 0 ? undefined : (next as RetrySettings));
  };
  const waits = waitsOf(now);
  return (
    <>
      <div className="grid grid-cols-2 gap-x-3 gap-y-3.5">
        <TextField pointer={`${pointer}/maximumAttempts`} label={t('inspector.attempts')} mode="literal" reads="number" integer minimum={1} maximum={1_000} value={retry?.maximumAttempts} placeholder={String(usual.maximumAttempts)} onChange={set('maximumAttempts')} />
        <TextField pointer={`${pointer}/initialInterval`} label={t('inspector.firstWait')} mode="literal" reads="duration" value={retry?.initialInterval} placeholder={usual.initialInterval} onChange={set('initialInterval')} />
        <TextField pointer={`${pointer}/backoffCoefficient`} label={t('inspector.factor')} mode="literal" reads="number" minimum={1} maximum={100} value={retry?.backoffCoefficient} placeholder={String(usual.backoffCoefficient)} onChange={set('backoffCoefficient')} />
        <TextField pointer={`${pointer}/maximumInterval`} label={t('inspector.longestWait')} mode="literal" reads="duration" value={retry?.maximumInterval} placeholder={usual.maximumInterval} onChange={set('maximumInterval')} />
        <TextField pointer={`${pointer}/jitter`} label={t('inspector.jitter')} mode="literal" reads="number" minimum={0} maximum={1} value={retry?.jitter} placeholder={String(usual.jitter)} onChange={set('jitter')} />
      </div>
      <p className="text-sm text-ink-2" data-testid="retry-words">
        {waits.length === 0 ? t('inspector.triedOnce') : t('inspector.triedAfter', { waits: waits.slice(0, 5).map((ms) => durationText(ms, language)).join(', ') + (waits.length > 5 ? ', …' : ''), count: now.maximumAttempts })}
      </p>
      <ListField pointer={`${pointer}/nonRetryable`} label={t('inspector.nonRetryable')} mode="literal" textItems value={retry?.nonRetryable} placeholder="http_404" help={t('inspector.nonRetryableHelp')} onChange={set('nonRetryable')} />
    </>
  );
}
