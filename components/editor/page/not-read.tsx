'use client';
import { FileQuestion } from 'lucide-react';
import Link from 'next/link';
import { ApiError } from '../../data/api-error.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Main, TopBar } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Crumb } from './workflow-tabs.tsx';

/** In place of a page about a workflow that could not be read. */
export function NotRead({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useDesignT();
  const missing = error instanceof ApiError && error.status === 404;
  const actions = <Button asChild><Link href="/workflows">{t('designer.allWorkflows')}</Link></Button>;
  return (
    <>
      <TopBar crumb={<Crumb />} title={missing ? t('designer.notFound') : t('errors.loadTitle')} />
      <Main>
        {missing ? <EmptyState icon={<FileQuestion aria-hidden />} title={t('designer.notFound')} actions={actions}>{t('designer.notFoundText')}</EmptyState> : <ErrorState error={error} onRetry={onRetry} actions={actions} />}
      </Main>
    </>
  );
}
