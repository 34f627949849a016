'use client';
import { useRuns } from '@/components/data/hooks.ts';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { shortId } from '@/components/run-list/run-words.tsx';
import { Select } from '@/components/ui/select.tsx';
import { instantText } from '@/components/ui/time-text.ts';
import type { BriefRun } from '@/engine/index.ts';

const OFFERED = 30;

/** Another run of the same workflow to hold this one against, newest first. */
export function RunChoice({ run, value, onChange }: { run: BriefRun; value: string | null; onChange: (id: string) => void }) {
  const t = useT();
  const language = useLanguage();
  const workflow = run.workflow.slug ?? run.workflow.id;
  const list = useRuns({ ...(workflow === null ? {} : { workflow }), limit: OFFERED }, workflow !== null);
  const runs = (list.data?.pages[0]?.items ?? []).filter(({ id }) => id !== run.id);
  const options = runs.map((each) => ({
    value: each.id,
    label: [each.key ?? shortId(each.id), each.version === null ? t('compare.draft') : t('compare.version', { number: each.version }), t(`status.${each.status}`), instantText(Date.parse(each.startedAt), language)].join(' · '),
  }));
  // One that is older than those that are offered, or of another workflow, is still what is compared.
  if (value !== null && !options.some((option) => option.value === value) && value !== run.id) options.unshift({ value, label: shortId(value) });
  if (options.length === 0) return null;
  return <Select value={value === run.id ? null : value} onChange={onChange} label={t('compare.choose')} placeholder={t('compare.choose')} options={options} size="sm" className="min-w-0 max-w-full" />;
}
