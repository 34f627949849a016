'use client';
import { useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useDebounced } from '@/components/shell/use-debounced.ts';
import { NextTimes } from '@/components/triggers/next-times.tsx';
import { TriggerCard } from '@/components/triggers/trigger-card.tsx';
import { useSchedulePreview, useTriggers } from '@/components/triggers/use-triggers.ts';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { scheduleRule, triggerKind, type JsonObject, type NodeDefinition } from '@/engine/index.ts';
import { useFieldSetting } from '../fields/field-context.ts';
import { Section } from './section.tsx';

/** What a schedule or a webhook comes to: when the one that is drawn would come, and how the published one stands. */
export function StartSection({ node }: { node: NodeDefinition }) {
  const kind = triggerKind(node.params);
  return (
    <>
      {kind === 'schedule' && <Preview params={node.params} />}
      <Published node={node} kind={kind} />
    </>
  );
}

function Preview({ params }: { params: JsonObject }) {
  const { findings } = useFieldSetting();
  const settled = useDebounced(params);
  const faulty = findings.some(({ at, severity }) => severity === 'error' && /^\/params\/(cron|every|timezone)\b/.test(at));
  const rule = scheduleRule(settled);
  const { data, error, isPending } = useSchedulePreview(rule === null || faulty ? null : rule.cron === null ? { every: String(settled['every']) } : { cron: rule.cron, timezone: rule.timezone });
  // What is wrong with it stands below its field.
  if (rule === null || faulty) return null;
  if (error !== null) return <ErrorNote error={error} />;
  if (isPending) return <Skeleton className="h-[118px]" />;
  return <NextTimes next={data.next} timezone={rule.cron === null ? 'UTC' : rule.timezone} />;
}

function Published({ node, kind }: { node: NodeDefinition; kind: ReturnType<typeof triggerKind> }) {
  const t = useDesignT();
  const { workflowId } = useEditorSetting();
  const { readOnly } = useFieldSetting();
  const { data, error, isPending } = useTriggers(workflowId);
  const trigger = data?.find((each) => each.node === node.id);
  if (isPending) return kind === 'manual' ? null : <Skeleton className="h-24" />;
  if (data === undefined) return kind === 'manual' ? null : <ErrorNote error={error} />;
  if (trigger === undefined) return kind === 'manual' ? null : <p className="text-sm text-ink-3">{t(kind === 'schedule' ? 'triggers.notYet' : 'triggers.hookNotYet')}</p>;
  const other = trigger.kind !== kind;
  return (
    <Section title={t('triggers.title')} {...(other ? { help: t('triggers.changed') } : {})}>
      <TriggerCard trigger={trigger} readOnly={readOnly} />
    </Section>
  );
}
