'use client';
import { ArrowLeft, Inbox, SearchX } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useApprovals, useOpenApprovalCount } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { BarTabs, barTab, Main, TopBar } from '../shell/page.tsx';
import { useAhead } from '../shell/use-ahead.ts';
import { useDebounced } from '../shell/use-debounced.ts';
import { useMe, useMyGroups } from '../shell/use-me.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { SearchInput } from '../ui/input.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useStored } from '../ui/use-stored.ts';
import { InboxList } from './inbox-list.tsx';
import { NoRequest } from './no-request.tsx';
import { RequestView } from './request-view.tsx';
import type { DecisionKey } from './outcomes.ts';
import { useInboxKeys } from './use-inbox-keys.ts';
import { isWhose, type Whose, whoseList } from './whose.ts';

const WHOSE_WORDS = { me: 'approvals.forMe', mine: 'approvals.forName', groups: 'approvals.forGroups', all: 'approvals.forAll' } as const;

/** `/approvals/x` → `x`. The address is changed without a journey to the server, so that walking the list is immediate. */
function idOf(pathname: string): string | null {
  const rest = /^\/approvals\/([^/]+)/.exec(pathname)?.[1];
  return rest === undefined ? null : decodeURIComponent(rest);
}

const pathInWindow = (): string => window.location.pathname;

/** Which request is open, told by the address; a click counts at once. */
function useOpened(): [opened: string | null, open: (id: string | null, replace?: boolean) => void] {
  const [pathname, go] = useAhead(usePathname(), pathInWindow);
  return [
    idOf(pathname),
    (id, replace = false) => {
      const next = id === null ? '/approvals' : `/approvals/${encodeURIComponent(id)}`;
      go(next);
      window.history[replace ? 'replaceState' : 'pushState'](null, '', next);
    },
  ];
}

/** The inbox at the left, the request at the right; on a phone one after the other. */
export function ApprovalsPage() {
  const t = useT();
  const [opened, open] = useOpened();
  const [status, setStatus] = useState<'open' | 'closed'>('open');
  const [search, setSearch] = useState('');
  const q = useDebounced(search);
  const [chosen, setWhose] = useStored<Whose>('inbox', 'all', isWhose);
  const [me] = useMe();
  const [groups] = useMyGroups();
  const whose = whoseList(chosen, me, groups);
  const list = useApprovals({ status, ...(q.trim() ? { q: q.trim() } : {}), ...(whose.names === null ? {} : { assignee: [...whose.names] }) });
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const count = useOpenApprovalCount().data ?? 0;
  const [pressed, setPressed] = useState<{ key: DecisionKey; at: number } | null>(null);
  // What is shown without being chosen stays while the list has it: a more pressing request must not come up under the hands of who reads this one.
  const [shown, setShown] = useState<string | null>(null);
  const standing = items.some(({ id }) => id === shown) ? shown : (items[0]?.id ?? null);
  if (standing !== shown) setShown(standing);
  const marked = opened ?? standing;
  const shownNow = useRef(marked);
  useLayoutEffect(() => {
    shownNow.current = marked;
  }, [marked]);
  /** Who begins to answer has opened the request: it stays, whatever becomes of the list. */
  function hold(): void {
    if (opened === null && marked !== null) open(marked, true);
  }

  /** After a decision the next request comes up, so that an inbox is worked through without a mouse; unless another has been opened meanwhile. */
  function afterDecision(id: string): void {
    if (id !== shownNow.current) return;
    const at = items.findIndex((item) => item.id === id);
    const next = items[at + 1] ?? items[at - 1];
    if (status === 'open' && next && matchMedia('(min-width: 768px)').matches) open(next.id, true);
  }
  useInboxKeys({
    walk(step) {
      const at = items.findIndex((item) => item.id === marked);
      const next = items[Math.min(items.length - 1, Math.max(0, at + step))];
      if (next) open(next.id, true);
    },
    press(key) {
      hold();
      setPressed((before) => ({ key, at: (before?.at ?? 0) + 1 }));
    },
  });

  return (
    <>
      <TopBar
        title={
          <>
            {opened && (
              <IconButton label={t('approvals.backToInbox')} onClick={() => open(null)} className="-ml-2 mr-1 align-middle md:hidden">
                <ArrowLeft aria-hidden />
              </IconButton>
            )}
            {t('approvals.title')}
          </>
        }
        middle={
          <BarTabs label={t('approvals.tabs')}>
            {(['open', 'closed'] as const).map((tab) => (
              <button key={tab} type="button" aria-pressed={status === tab} className={barTab(status === tab)} onClick={() => { setStatus(tab); if (opened) open(null, true); }}>
                {t(`approvals.${tab}`)}
                {tab === 'open' && count > 0 && <span className="tabular">{count}</span>}
              </button>
            ))}
          </BarTabs>
        }
      >
        <span className="hidden items-center gap-2 text-ink-3 lg:flex" aria-hidden>
          <Kbd keys="J K" /> {t('approvals.walk')} <Kbd keys="A" /> {t('approvals.approveKey')} <Kbd keys="R" /> {t('approvals.rejectKey')}
        </span>
      </TopBar>
      <Main fixed className="flex">
        <div className={cx('min-h-0 w-full shrink-0 flex-col border-line bg-surface md:flex md:w-[356px] md:border-r', opened ? 'hidden' : 'flex')}>
          <div className="border-b border-line p-3">
            <SearchInput value={search} onChange={setSearch} label={t('approvals.search')} clearLabel={t('common.clear')} />
            <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
              <Segmented<Whose> label={t('approvals.whose')} value={whose.taken} onChange={setWhose} options={whose.choices.map((value) => ({ value, label: t(WHOSE_WORDS[value === 'me' && whose.choices.length > 2 ? 'mine' : value]) }))} />
              {whose.taken !== 'all' && whose.unknown && <Link href="/settings" className="text-accent underline-offset-2 hover:underline">{t('approvals.whoAmI')}</Link>}
            </div>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            {list.isPending ? (
              <SkeletonRows rows={6} label={t('common.loading')} height={66} />
            ) : list.error && items.length === 0 ? (
              <ErrorState error={list.error} onRetry={() => void list.refetch()} />
            ) : items.length === 0 ? (
              q ? <EmptyState icon={<SearchX aria-hidden />} title={t('approvals.nothingFound')} actions={<Button onClick={() => setSearch('')}>{t('common.clear')}</Button>} /> : (
                <EmptyState icon={<Inbox aria-hidden />} title={t(status === 'open' ? 'approvals.emptyTitle' : 'approvals.closedEmpty')} actions={whose.taken !== 'all' && <Button onClick={() => setWhose('all')}>{t('approvals.showAll')}</Button>}>
                  {whose.taken !== 'all' ? t(whose.taken === 'groups' ? 'approvals.emptyForGroups' : 'approvals.emptyForMe') : status === 'open' && <span className="md:hidden">{t('approvals.emptyText')}</span>}
                </EmptyState>
              )
            ) : (
              <>
                <InboxList items={items} marked={marked} onOpen={open} />
                <LoadMore list={list} size="sm" className="p-3 text-center" />
              </>
            )}
          </div>
        </div>
        <div className={cx('min-h-0 min-w-0 flex-1 overflow-y-auto md:block', opened ? 'block' : 'hidden')} onFocus={hold}>
          {marked ? (
            <RequestView key={marked} id={marked} listed={items.find((item) => item.id === marked)} onDone={() => afterDecision(marked)} pressed={pressed} />
          ) : (
            !list.isPending && <NoRequest closed={status === 'closed'} />
          )}
        </div>
      </Main>
    </>
  );
}
