'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import { catalogue, changesBehaviour, diffDefinitions, type Workflow } from '@/engine/index.ts';
import { useVersion } from '../../data/hooks.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { entriesOf } from '../versions/change-entries.ts';
import { ChangePills } from '../versions/change-pills.tsx';

/** What the draft would change of the version that new runs take now; nothing before the first, or while that is not read. */
export function PublishChanges({ workflow }: { workflow: Workflow }) {
  const t = useDesignT();
  const latest = useVersion(workflow.id, workflow.latestVersion).data?.definition;
  const draft = workflow.definition;
  const found = useMemo(() => {
    if (!latest) return null;
    const diff = diffDefinitions(latest, draft, catalogue);
    return { runs: changesBehaviour(diff), entries: entriesOf(diff, latest, draft) };
  }, [latest, draft]);
  if (!found) return null;
  const behaviour = found.entries.filter(({ effect }) => effect === 'behaviour');
  return (
    <section aria-label={t('designer.changesBehaviour')} data-testid="publish-changes" className="rounded-md border border-line bg-sunken px-3 pb-1.5 pt-2.5">
      <p className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{found.runs ? t('designer.compareSummary', { count: behaviour.length }) : t('designer.compareLayoutOnly')}</span>
        <Link className="text-accent hover:underline" href={`/workflows/${workflow.slug}/versions?from=${workflow.latestVersion}&to=draft`}>{t('designer.seeDifferences')}</Link>
      </p>
      {behaviour.length > 0 && <ChangePills entries={behaviour} atMost={8} />}
    </section>
  );
}
