'use client';
import type { Approval, ViewPlan } from '@/engine/index.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { durationText } from '../ui/time-text.ts';
import { Skeleton } from '../ui/states.tsx';
import { outcomeLabel, outcomeTone } from './outcomes.ts';
import { Panel } from './panel.tsx';
import { whatFollows } from './what-follows.ts';

const BORDER = { ok: 'border-ok', bad: 'border-undo', accent: 'border-accent', neutral: 'border-line-strong' } as const;
const TEXT = { ok: 'text-ok', bad: 'text-undo', accent: 'text-accent', neutral: 'text-ink' } as const;

/** Where each choice leads, read from the definition the run is pinned to. */
export function FollowsPanel({ approval, plan }: { approval: Approval; plan: ViewPlan | null }) {
  const t = useT();
  const language = useLanguage();
  const late = approval.onTimeout && approval.outcomes.includes(approval.onTimeout) ? approval.onTimeout : null;
  const given = approval.dueAt === null ? null : Date.parse(approval.dueAt) - Date.parse(approval.openedAt);
  return (
    <Panel title={t('approvals.follows')}>
      <div className="space-y-2.5">
        {approval.outcomes.map((outcome) => (
          <Choice key={outcome} tone={outcomeTone(outcome)} title={outcomeLabel(outcome, t)}>
            <Chain plan={plan} node={approval.node} branch={outcome} />
          </Choice>
        ))}
        {given !== null && (
          <Choice tone="neutral" title={given > 0 ? t('approvals.nobody', { time: durationText(given, language, 1) }) : t('approvals.nobodyInTime')}>
            {late ? t('approvals.asChoice', { choice: outcomeLabel(late, t) }) : <Chain plan={plan} node={approval.node} branch="timeout" />}
          </Choice>
        )}
      </div>
    </Panel>
  );
}

function Choice({ tone, title, children }: { tone: keyof typeof BORDER; title: string; children: React.ReactNode }) {
  return (
    <div className={`border-l-[3px] pl-2.5 ${BORDER[tone]}`}>
      <p className={`font-semibold ${TEXT[tone]}`}>{title}</p>
      <div className="text-ink-3">{children}</div>
    </div>
  );
}

function Chain({ plan, node, branch }: { plan: ViewPlan | null; node: string; branch: string }) {
  const t = useT();
  if (!plan) return <Skeleton className="mt-1 h-3 w-40" />;
  const follows = whatFollows(plan, node, branch);
  const name = (id: string) => plan.nodes.get(id)?.name || id;
  const parts = follows.levels.map((level) => level.map(name).join(' + '));
  if (follows.ending === 'nothing') return <>{t('approvals.nothingFollows')}</>;
  if (follows.ending === 'end') parts.push(t('approvals.runEnds'));
  if (follows.ending === 'branches' || follows.ending === 'more') parts.push('…');
  if (follows.ending === 'leaves') parts.push(t('approvals.goesOn', { name: name(follows.container ?? '') }));
  return <>{parts.join(' → ')}</>;
}
