'use client';
import type { WorkflowChoices } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';

/** Says what is missing among the workflows to choose from; nothing while all of them are there or still come in. */
export function ChoicesNote({ choices: { items, lack, retry }, className }: { choices: WorkflowChoices; className?: string }) {
  const t = useT();
  if (lack === null) return null;
  return (
    <p role="status" className={cx('flex flex-wrap items-center gap-2 text-sm text-ink-2', className)}>
      {lack === 'cut' ? t('workflows.choicesCut', { count: items.length }) : t('workflows.choicesFailed')}
      {lack === 'failed' && <Button size="sm" variant="ghost" onClick={retry}>{t('common.retry')}</Button>}
    </p>
  );
}
