'use client';
import { useT } from '../i18n/use-t.tsx';
import { Button } from './button.tsx';

/** Fetches the next page of a list; nothing where there is none. */
export function LoadMore({ list, size, className }: { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }; size?: 'sm'; className: string }) {
  const t = useT();
  if (!list.hasNextPage) return null;
  return (
    <div className={className}>
      <Button {...(size ? { size } : {})} busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('common.loadMore')}
      </Button>
    </div>
  );
}
