'use client';
import { GitCompare, History, List, PencilRuler, RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { shapes, diffDefinitions } from '@/engine/index.ts';
import { DefinitionCanvas } from '../../canvas/definition-canvas.tsx';
import { useEditWorkflow, useVersion, useVersions, useWorkflow } from '../../data/hooks.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Main, TopBar, useTitle } from '../../shell/page.tsx';
import { useUrlState } from '../../shell/use-url-state.ts';
import { Pill } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { EmptyState, Skeleton, SkeletonRows } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { entriesOf } from '../versions/change-entries.ts';
import { ChangePills } from '../versions/change-pills.tsx';
import { Comparison } from '../versions/comparison.tsx';
import { sidesOf } from '../versions/sides.ts';
import { NotRead } from './not-read.tsx';
import { Crumb, WorkflowTabs } from './workflow-tabs.tsx';

/** Every version that was published: its note, its drawing, what differs from the draft, and the way back to it; any two of them compared. */
export function VersionsPage({ address }: { address: string }) {
  const t = useDesignT();
  const router = useRouter();
  const workflow = useWorkflow(address);
  const versions = useVersions(address);
  const edit = useEditWorkflow();
  const [{ version: asked, from, to, step }, setPlace] = useUrlState(['version', 'from', 'to', 'step']);
  const [confirming, setConfirming] = useState(false);
  useTitle(workflow.data ? `${t('workflows.versions')} · ${workflow.data.name}` : null);

  const list = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const sides = sidesOf(from, to, list[0]?.number ?? null);
  const shown = /^\d+$/.test(asked) ? Number(asked) : (list[0]?.number ?? null);
  // In a comparison it is the side before, if that is a version, that one may want back.
  const number = sides === null ? shown : ([sides.from, sides.to].find((side) => side !== 'draft') ?? null);
  const version = useVersion(address, number);
  const draft = workflow.data?.definition;
  const changes = useMemo(() => (draft && version.data ? entriesOf(diffDefinitions(version.data.definition, draft, shapes), version.data.definition, draft) : null), [draft, version.data]);

  const error = workflow.error ?? (versions.data ? null : versions.error);
  if (error) return <NotRead error={error} onRetry={() => void Promise.all([workflow.refetch(), versions.refetch()])} />;
  const slug = workflow.data?.slug ?? address;
  const editor = <Button asChild variant="primary"><Link href={`/workflows/${slug}`}><PencilRuler aria-hidden /> {t('designer.goToEditor')}</Link></Button>;

  return (
    <>
      <TopBar crumb={<Crumb />} title={workflow.data?.name ?? <Skeleton className="inline-block h-4 w-40 align-middle" />} middle={<WorkflowTabs slug={slug} on="versions" />}>
        {sides !== null ? (
          <Button icon={<List aria-hidden />} onClick={() => setPlace({ from: '', to: '', step: '' })} data-testid="compare-close">{t('designer.allVersions')}</Button>
        ) : (
          number !== null && <Button icon={<GitCompare aria-hidden />} onClick={() => setPlace({ from: String(number), to: 'draft' })} data-testid="compare">{t('designer.compare')}</Button>
        )}
        {number !== null && <Button icon={<RotateCcw aria-hidden />} disabled={!version.data} onClick={() => setConfirming(true)} aria-label={t('designer.restoreVersion', { version: number })} data-testid="restore"><span className="hidden sm:inline">{t('designer.restoreVersion', { version: number })}</span></Button>}
      </TopBar>
      {versions.data && list.length === 0 ? (
        <Main><EmptyState icon={<History aria-hidden />} title={t('designer.versionsEmpty')} actions={editor}>{t('designer.versionsEmptyText')}</EmptyState></Main>
      ) : sides !== null ? (
        <Main fixed className="flex flex-col sm:flex-row">
          <Comparison
            address={address}
            draft={draft}
            from={sides.from}
            to={sides.to}
            step={step}
            onChange={(one, other) => setPlace({ from: String(one), to: String(other), step: '' })}
            onStep={(id) => setPlace({ step: id ?? '' })}
          />
        </Main>
      ) : (
        <Main fixed className="flex flex-col sm:flex-row">
          <div className="min-h-0 shrink-0 overflow-y-auto border-line bg-surface max-sm:h-[38%] max-sm:border-b sm:w-[320px] sm:border-r">
            {!versions.data ? (
              <SkeletonRows rows={4} label={t('common.loading')} height={72} />
            ) : (
              <ul aria-label={t('workflows.versions')}>
                {list.map((one, index) => (
                  <li key={one.number}>
                    <button
                      type="button"
                      aria-current={one.number === number}
                      data-testid={`version-${one.number}`}
                      onClick={() => setPlace({ version: String(one.number) })}
                      className={cx('block w-full border-b border-line px-4 py-3 text-left outline-offset-[-2px]', one.number === number ? 'bg-accent-soft' : 'hover:bg-hover')}
                    >
                      <span className="flex items-center gap-2">
                        <span className="font-semibold">{t('designer.version', { version: one.number })}</span>
                        {index === 0 && <Pill tone="ok">{t('designer.latest')}</Pill>}
                        <span className="flex-1" />
                        <Time at={one.createdAt} className="text-xs text-ink-3" />
                      </span>
                      <span className={cx('mt-0.5 line-clamp-3 whitespace-pre-line break-words', one.note ? 'text-ink-2' : 'text-ink-3')}>{one.note || t('designer.noNote')}</span>
                      <span className="mt-0.5 block text-xs text-ink-3">{t('designer.stepsAndRuns', { steps: one.nodeCount, runs: one.runs })}</span>
                    </button>
                  </li>
                ))}
                {versions.hasNextPage && <li className="p-3"><Button size="sm" busy={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>{t('common.loadMore')}</Button></li>}
              </ul>
            )}
          </div>
          <div className="relative min-h-0 min-w-0 flex-1">
            {version.data ? (
              <>
                <DefinitionCanvas key={version.data.number} definition={version.data.definition} catalogue={shapes} />
                {changes && changes.length > 0 && (
                  <section aria-label={t('designer.againstDraft')} className="absolute left-3.5 right-3.5 top-3.5 z-10 max-h-[30%] overflow-y-auto rounded-xl border border-line bg-surface px-3.5 pb-1.5 pt-2 shadow-card sm:right-auto sm:max-w-[70%]">
                    <h2 className="mb-1.5 text-xs font-semibold text-ink-3">{t('designer.againstDraft')}</h2>
                    <ChangePills entries={changes} />
                  </section>
                )}
              </>
            ) : version.error ? (
              <ErrorState error={version.error} onRetry={() => void version.refetch()} />
            ) : (
              <div role="status" aria-label={t('common.loading')} className="dots grid h-full place-items-center"><Skeleton className="h-14 w-[196px]" /></div>
            )}
          </div>
        </Main>
      )}
      <ConfirmDialog
        open={confirming && version.data !== undefined}
        onClose={() => setConfirming(false)}
        title={t('designer.restoreTitle', { version: number ?? 0 })}
        consequence={t('designer.restoreText')}
        confirmLabel={t('designer.restore')}
        onConfirm={async () => {
          const { definition } = version.data!;
          await edit.mutateAsync({ id: address, change: () => ({ definition }) });
          toast.ok(t('designer.restored', { version: number ?? 0 }));
          router.push(`/workflows/${slug}`);
        }}
      />
    </>
  );
}
