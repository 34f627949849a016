'use client';
import { ArrowRight, Check, Clock, X } from 'lucide-react';
import type { Approval } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Time } from '../ui/time.tsx';
import { outcomeLabel, outcomeTone } from './outcomes.ts';
import { Panel } from './panel.tsx';

const DISC = { ok: 'bg-ok-soft text-ok', bad: 'bg-bad-soft text-bad', accent: 'bg-accent-soft text-accent', neutral: 'bg-sunken text-ink-2' } as const;

/** Who has decided what, and who still must. */
export function DecisionsPanel({ approval }: { approval: Approval }) {
  const t = useT();
  const counts = new Map<string, number>();
  for (const { outcome } of approval.decisions) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const missing = approval.status === 'open' ? approval.quorum - Math.max(0, ...counts.values()) : 0;
  return (
    <Panel title={t('approvals.decisions')}>
      <ul className="space-y-2.5">
        {approval.decisions.map((decision, index) => {
          const tone = outcomeTone(decision.outcome);
          return (
            <li key={index} className="flex items-start gap-2.5">
              <span className={`grid size-5 shrink-0 place-items-center rounded-full ${DISC[tone]}`}>{tone === 'bad' ? <X className="size-3" strokeWidth={2.4} aria-hidden /> : <Check className="size-3" strokeWidth={2.4} aria-hidden />}</span>
              <div className="min-w-0 flex-1 break-words">
                <p>{decision.by}</p>
                <p className="text-ink-3">
                  {outcomeLabel(decision.outcome, t)} · <Time at={decision.at} />
                </p>
                {decision.comment && <p className="mt-0.5 text-ink-2">{decision.comment}</p>}
              </div>
            </li>
          );
        })}
        {approval.delegations.map((delegation, index) => (
          <li key={`over-${index}`} className="flex items-start gap-2.5">
            <span className="grid size-5 shrink-0 place-items-center rounded-full bg-sunken text-ink-2"><ArrowRight className="size-3" strokeWidth={2.4} aria-hidden /></span>
            <div className="min-w-0 flex-1 break-words">
              <p>{delegation.by}</p>
              <p className="text-ink-3">
                {t('approvals.delegation', { who: delegation.to.join(', ') })} · <Time at={delegation.at} />
              </p>
              {delegation.comment && <p className="mt-0.5 text-ink-2">{delegation.comment}</p>}
            </div>
          </li>
        ))}
        {missing > 0 && (
          <li className="flex items-center gap-2.5">
            <span className="grid size-5 shrink-0 place-items-center rounded-full bg-wait-soft text-wait">
              <Clock className="size-3" strokeWidth={2.4} aria-hidden />
            </span>
            <p className="text-ink-3">{approval.decisions.length === 0 ? t('approvals.noDecisions') : t('approvals.moreNeeded', { count: missing })}</p>
          </li>
        )}
      </ul>
    </Panel>
  );
}
