'use client';
import { Unplug } from 'lucide-react';
import Link from 'next/link';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Main, TopBar } from './page.tsx';

export function NotFound() {
  const t = useT();
  return (
    <>
      <TopBar title={t('shell.product')} />
      <Main>
        <EmptyState
          icon={<Unplug aria-hidden />}
          title={t('shell.notFound')}
          actions={
            <Button asChild variant="primary">
              <Link href="/workflows">{t('shell.goToWorkflows')}</Link>
            </Button>
          }
        >
          {t('shell.notFoundHint')}
        </EmptyState>
      </Main>
    </>
  );
}
