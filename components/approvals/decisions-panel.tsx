'use client';
import { ArrowRight, Check, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
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
        {approval.decisions.map(({ by, outcome, at, comment }, index) => {
          const tone = outcomeTone(outcome);
          return <Entry key={index} disc={DISC[tone]} icon={tone === 'bad' ? <X /> : <Check />} by={by} said={outcomeLabel(outcome, t)} at={at} comment={comment} />;
        })}
        {approval.delegations.map(({ by, to, at, comment }, index) => <Entry key={`over-${index}`} disc={DISC.neutral} icon={<ArrowRight />} by={by} said={t('approvals.delegation', { who: to.join(', ') })} at={at} comment={comment} />)}
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

function Entry({ disc, icon, by, said, at, comment }: { disc: string; icon: ReactNode; by: string; said: string; at: string; comment: string | null }) {
  return (
    <li className="flex items-start gap-2.5">
      <span className={`grid size-5 shrink-0 place-items-center rounded-full [&_svg]:size-3 [&_svg]:stroke-[2.4] ${disc}`} aria-hidden>{icon}</span>
      <div className="min-w-0 flex-1 break-words">
        <p>{by}</p>
        <p className="text-ink-3">
          {said} · <Time at={at} />
        </p>
        {comment && <p className="mt-0.5 text-ink-2">{comment}</p>}
      </div>
    </li>
  );
}
