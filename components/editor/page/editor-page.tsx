'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { api } from '../../data/api.ts';
import { keys } from '../../data/query-keys.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Main, TopBar } from '../../shell/page.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { browserShelf } from '../saving/draft-shelf.ts';
import { readBackups, type KeptDraft } from '../saving/local-backup.ts';
import { openTabs } from '../saving/open-tabs.ts';
import { endLeft } from '../saving/use-draft-saver.ts';
import { NotRead } from './not-read.tsx';
import { Crumb } from './workflow-tabs.tsx';

// A canvas has nothing to say before it can be measured, so the server sends the frame alone.
const OpenEditor = dynamic(() => import('./open-editor.tsx').then((module) => module.OpenEditor), { ssr: false, loading: () => <EditorSkeleton /> });

/** Reads the workflow and what this browser kept of it, then opens the editor. @param address id or slug */
export function EditorPage({ address }: { address: string }) {
  // A cached answer may be older than what another page saved: the editor opens with a fresh one, and is not disturbed by later ones.
  const workflow = useQuery({ queryKey: keys.workflows.one(address), queryFn: ({ signal }) => endLeft().then(() => api.workflows.get(address, signal)), refetchOnMount: 'always', refetchOnReconnect: false });
  const [kept, setKept] = useState<readonly KeptDraft[] | null>(null);
  const fresh = workflow.isFetchedAfterMount && workflow.data !== undefined;
  const opened = fresh && kept === null ? workflow.data : null;
  useEffect(() => {
    if (opened === null) return;
    let here = true;
    void readBackups(browserShelf, openTabs(), opened.id, opened.definition, Date.now()).then((drafts) => here && setKept(drafts));
    return () => void (here = false);
  }, [opened]);

  if (workflow.error && !kept) return <NotRead error={workflow.error} onRetry={() => void workflow.refetch()} />;
  if (!fresh || !kept) return <EditorSkeleton />;
  return <OpenEditor key={workflow.data.id} workflow={workflow.data} address={address} kept={kept} />;
}

const CARDS = [[8, 42], [34, 28], [34, 54], [62, 42]] as const;

function EditorSkeleton() {
  const t = useDesignT();
  return (
    <>
      <TopBar crumb={<Crumb />} title={<Skeleton className="inline-block h-4 w-40 align-middle" />}>
        <Skeleton className="hidden h-8 w-24 sm:block" />
        <Skeleton className="h-8 w-24" />
      </TopBar>
      <Main fixed className="flex">
        <div role="status" aria-label={t('designer.loading')} className="dots relative min-w-0 flex-1">
          <div className="absolute left-3.5 top-3.5 h-8 w-56 rounded-xl border border-line bg-surface" />
          {CARDS.map(([left, top]) => (
            <div key={`${left}-${top}`} className="absolute w-[196px] rounded-lg border border-line bg-surface p-2.5" style={{ left: `${left}%`, top: `${top}%` }}>
              <div className="flex items-center gap-2"><Skeleton className="size-7" /><div className="flex-1 space-y-2"><Skeleton className="h-3 w-24" /><Skeleton className="h-2.5 w-16" /></div></div>
            </div>
          ))}
        </div>
        <div className="hidden w-[364px] space-y-4 border-l border-line bg-surface p-4 md:block"><Skeleton className="h-8 w-48" /><Skeleton className="h-8 w-full" /><Skeleton className="h-24 w-full" /></div>
      </Main>
    </>
  );
}
