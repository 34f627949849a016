'use client';
import { useT } from '@/components/i18n/use-t.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { StepState } from '@/engine/index.ts';

/** Who decided what, and what they wrote. */
export function Decisions({ step }: { step: StepState }) {
  const t = useT();
  return (
    <section className="space-y-2">
      <h3 className="font-medium">{t('runs.decisions')}</h3>
      {step.decisions.map((decision, index) => (
        <div key={index} className="rounded-lg border border-line p-2.5">
          <p className="flex items-center gap-2">
            <StatusIcon status={decision.outcome === 'rejected' ? 'failed' : 'completed'} size="sm" decorative />
            <span className="font-medium">{decision.by}</span>
            <span className="text-ink-2">{decision.outcome}</span>
            <span className="flex-1" />
            <Time at={decision.at} className="text-xs text-ink-3" />
          </p>
          {decision.comment && <p className="mt-1.5 whitespace-pre-wrap break-words">{decision.comment}</p>}
          {decision.data !== null && <JsonView value={decision.data} openTo={1} className="mt-1.5" />}
        </div>
      ))}
    </section>
  );
}
