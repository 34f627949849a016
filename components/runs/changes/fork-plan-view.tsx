'use client';
import { CircleAlert, CircleCheck, Clock, Globe, RotateCw, SlidersHorizontal, StepForward, UserCheck, Workflow } from 'lucide-react';
import { useSentences } from '@/components/i18n/use-chinese.ts';
import type { Language } from '@/components/i18n/language.ts';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { durationText } from '@/components/ui/time-text.ts';
import { Switch } from '@/components/ui/toggle.tsx';
import { parseDuration, type ForkPlanView } from '@/engine/index.ts';
import { PlanBox, PlanItem } from './plan-parts.tsx';

type Props = { plan: ForkPlanView | undefined; error: unknown; busy: boolean; keepDecisions: boolean; onKeepDecisions: (keep: boolean) => void };

/** What a fork would keep, do again and leave to its source; or why it cannot be made. */
export function ForkPlanBox({ plan, error, busy, keepDecisions, onKeepDecisions }: Props) {
  const t = useT();
  return (
    <PlanBox busy={busy}>
      {error ? <ErrorNote error={error} /> : plan === undefined ? (
        <div role="status" aria-label={t('changes.planning')} className="space-y-3"><Skeleton className="h-4 w-48" /><Skeleton className="h-4 w-40" /><Skeleton className="h-4 w-52" /></div>
      ) : !plan.ok ? <Refused plan={plan} /> : <Lines plan={plan} keepDecisions={keepDecisions} onKeepDecisions={onKeepDecisions} />}
    </PlanBox>
  );
}

function Refused({ plan }: { plan: ForkPlanView }) {
  const t = useT();
  const sentence = useSentences(true);
  const reasons = [...(plan.refusal === null ? [] : plan.refusal.problems?.map(({ message }) => message) ?? [plan.refusal.message]), ...plan.problems.map(({ message }) => message)];
  return (
    <div role="alert" className="flex gap-2.5">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 break-words">
        <p className="font-medium text-bad">{t('changes.cannot')}</p>
        <ul className="mt-1 space-y-1">{reasons.map((reason) => <li key={reason}>{sentence(reason)}</li>)}</ul>
      </div>
    </div>
  );
}

function Lines({ plan, keepDecisions, onKeepDecisions }: { plan: ForkPlanView; keepDecisions: boolean; onKeepDecisions: (keep: boolean) => void }) {
  const t = useT();
  const language = useLanguage();
  const { counts } = plan;
  const taken = plan.approvals.reduce((sum, { decisions }) => sum + decisions, 0);
  return (
    <div role="status"><ul className="space-y-3">
      <PlanItem icon={<CircleCheck />} tone="ok" title={t('changes.kept', { count: counts.kept })} note={t('changes.keptUpTo', { event: plan.cut.event, of: plan.lastEvent })} />
      {counts.again > 0 && <PlanItem icon={<RotateCw />} tone="accent" title={t('changes.again', { count: counts.again })} total={counts.again} lines={plan.again.map((step) => ({ key: step.path, text: step.path, outside: step.touchesOutside }))} />}
      {counts.after > 0 && <PlanItem icon={<StepForward />} title={t('changes.after', { count: counts.after })} total={counts.after} lines={plan.after.map((step) => ({ key: step.path, text: step.path, outside: step.touchesOutside }))} />}
      <PlanItem icon={<Globe />} tone={counts.touchesOutside > 0 ? 'warn' : 'plain'} title={counts.touchesOutside > 0 ? t('changes.outside', { count: counts.touchesOutside }) : t('changes.nothingOutside')} />
      {plan.edited.length > 0 && <PlanItem icon={<SlidersHorizontal />} tone="accent" title={t('changes.editedNodes', { count: plan.edited.length })} lines={plan.edited.map(({ node, params }) => ({ key: node, text: node, note: params.join(', ') }))} />}
      {plan.approvals.length > 0 && (
        <PlanItem
          icon={<UserCheck />}
          tone="wait"
          title={t('changes.asked', { count: plan.approvals.length })}
          lines={plan.approvals.map(({ path, title, decisions }) => ({ key: path, text: title, plain: true, ...(decisions > 0 ? { note: t('changes.decisionsTaken', { count: decisions }) } : {}) }))}
          {...(taken > 0 || keepDecisions ? { foot: <label className="mt-1.5 flex items-center gap-2 text-sm"><Switch label={t('changes.keepDecisions')} checked={keepDecisions} onChange={onKeepDecisions} /> <span aria-hidden>{t('changes.keepDecisions')}</span></label> } : {})}
        />
      )}
      {plan.timers.length > 0 && <PlanItem icon={<Clock />} title={t('changes.timers', { count: plan.timers.length })} lines={plan.timers.map(({ path, remaining }) => ({ key: path, text: path, note: t('changes.left', { time: leftText(remaining, language) }) }))} />}
      {plan.children.length > 0 && <PlanItem icon={<Workflow />} title={t('changes.children', { count: plan.children.length })} lines={plan.children.map(({ path, fate }) => ({ key: path, text: path, note: t(`changes.fate-${fate}`) }))} />}
    </ul></div>
  );
}

/** An instant may be further away than any duration that is read; then the days stand as they are. */
function leftText(remaining: string, language: Language): string {
  const ms = parseDuration(remaining);
  return ms === null ? remaining : durationText(ms, language);
}
