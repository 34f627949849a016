'use client';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { stepErrorWords } from '@/components/i18n/step-error-words.ts';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { JsonView } from '@/components/ui/json-view.tsx';
import type { StepError } from '@/engine/index.ts';

/** An error of the history with the whole chain of what caused it. `handled`: the run went on all the same. */
export function StepErrorNote({ error, handled, next }: { error: StepError; handled?: string | null; next?: string }) {
  const t = useT();
  const soft = handled !== null && handled !== undefined;
  const Icon = soft ? TriangleAlert : CircleAlert;
  const causes: StepError[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 8; cause = cause.cause) causes.push(cause);
  return (
    <section role="alert" className={cx('rounded-lg border p-3', soft ? 'border-warn/40 bg-warn-soft' : 'border-bad/40 bg-bad-soft')} data-testid="step-error">
      <div className="flex gap-2.5">
        <Icon className={cx('mt-0.5 size-4 shrink-0', soft ? 'text-warn' : 'text-bad')} aria-hidden />
        <div className="min-w-0 flex-1 space-y-1.5">
          <p className="break-words font-medium">{error.message}</p>
          <p className="font-mono text-xs text-ink-2">{error.type}{soft ? ` · ${handled}` : ''}</p>
          <ErrorMeaning error={error} />
          {causes.map((cause, index) => (
            <div key={index} className="break-words border-l-2 border-line-strong pl-2 text-ink-2">
              <p>
                <span className="text-ink-3">{t('runs.because')} </span>
                {cause.message} <span className="font-mono text-xs text-ink-3">{cause.type}</span>
              </p>
              <ErrorMeaning error={cause} />
            </div>
          ))}
          {error.details !== undefined && <JsonView value={error.details} openTo={1} className="bg-surface" />}
          {next !== undefined && <p className="text-ink-2">{next}</p>}
        </div>
      </div>
    </section>
  );
}

/** What an error of the engine's own means beyond its message, in the language of the reader. */
export function ErrorMeaning({ error }: { error: StepError }) {
  const words = stepErrorWords(error, useLanguage());
  return words === null ? null : <p className="text-ink-2" data-testid="error-meaning">{words}</p>;
}
