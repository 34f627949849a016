'use client';
import { useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useDebounced } from '@/components/shell/use-debounced.ts';
import { NextTimes } from '@/components/triggers/next-times.tsx';
import { TriggerCard } from '@/components/triggers/trigger-card.tsx';
import { useSchedulePreview, useTriggers } from '@/components/triggers/use-triggers.ts';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { parseDuration, scheduleFaults, scheduleRule, triggerKind, type JsonObject, type NodeDefinition, type Trigger, type TriggerKind } from '@/engine/index.ts';
import { useFieldSetting } from '../fields/field-context.ts';

/** What a schedule or a webhook comes to: when the one that is drawn would come, and how the published one stands. */
export function StartSection({ node }: { node: NodeDefinition }) {
  const { workflowId } = useEditorSetting();
  const kind = triggerKind(node.params);
  const { data, error, isPending } = useTriggers(workflowId);
  const trigger = data?.find((each) => each.node === node.id);
  return (
    <>
      {kind === 'schedule' && !isAsPublished(node.params, trigger) && <Preview params={node.params} />}
      {trigger !== undefined ? <Published trigger={trigger} kind={kind} /> : kind !== 'manual' && (isPending ? <Skeleton className="h-24" /> : error === null ? <NotYet kind={kind} /> : <ErrorNote error={error} />)}
    </>
  );
}

/** Then the coming times stand with it, once. */
function isAsPublished(params: JsonObject, trigger: Trigger | undefined): boolean {
  const rule = scheduleRule(params);
  if (rule === null || trigger?.schedule == null || trigger.paused !== null) return false;
  const { cron, every, timezone } = trigger.schedule;
  return rule.cron === cron && (rule.cron === null || rule.timezone === timezone) && rule.everyMs === (every === null ? null : parseDuration(every));
}

function NotYet({ kind }: { kind: TriggerKind }) {
  const t = useDesignT();
  return <p className="text-sm text-ink-3">{t(kind === 'schedule' ? 'triggers.notYet' : 'triggers.hookNotYet')}</p>;
}

function Preview({ params }: { params: JsonObject }) {
  const settled = useDebounced(params);
  const rule = scheduleRule(settled);
  // The findings say the same a moment later, and until then the server would be asked for what it refuses.
  const faulty = rule !== null && scheduleFaults(rule.cron === null ? {} : { cron: rule.cron, timezone: rule.timezone }).length > 0;
  const { data, error, isPending } = useSchedulePreview(rule === null || faulty ? null : rule.cron === null ? { every: String(settled['every']) } : { cron: rule.cron, timezone: rule.timezone });
  // What is wrong with it stands below its field.
  if (rule === null || faulty) return null;
  if (error !== null) return <ErrorNote error={error} />;
  if (isPending) return <Skeleton className="h-[118px]" />;
  return <NextTimes next={data.next} timezone={rule.cron === null ? 'UTC' : rule.timezone} />;
}

function Published({ trigger, kind }: { trigger: Trigger; kind: TriggerKind }) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  return (
    <div className="space-y-2 border-t border-line pt-3.5">
      <p className="text-sm font-semibold text-ink-2">{t('triggers.title')}</p>
      {trigger.kind !== kind && <p className="text-sm text-ink-3">{t('triggers.changed')}</p>}
      <TriggerCard trigger={trigger} readOnly={readOnly} />
    </div>
  );
}
