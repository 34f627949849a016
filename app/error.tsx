'use client';
import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useT } from '@/components/i18n/use-t.tsx';
import { Main, TopBar } from '@/components/shell/page.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/states.tsx';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useT();
  const client = useQueryClient();
  /** What the page stumbled over may stand in the cache: it is asked for again. */
  const again = (): void => {
    client.clear();
    reset();
  };
  return (
    <>
      <TopBar title={t('shell.product')} />
      <Main>
        <div role="alert" data-testid="crashed">
          <EmptyState
            icon={<TriangleAlert aria-hidden />}
            title={t('shell.crashed')}
            actions={
              <>
                <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
                <Button variant="primary" onClick={again}>
                  {t('common.retry')}
                </Button>
              </>
            }
          >
            <p>{t('shell.crashedHint')}</p>
            <p className="mt-2 break-words font-mono text-xs text-ink-3">{error.digest ?? error.message}</p>
          </EmptyState>
        </div>
      </Main>
    </>
  );
}
