'use client';
import { Check, Copy } from 'lucide-react';
import Link from 'next/link';
import { useT } from '@/components/i18n/use-t.tsx';
import { BarTabs, barTab, TopBar } from '@/components/shell/page.tsx';
import { waitingIcon } from '@/components/ui/status-face.ts';
import { StatusPill } from '@/components/ui/status.tsx';
import { useNow } from '@/components/ui/clock.ts';
import { Duration } from '@/components/ui/time.tsx';
import { useCopy } from '@/components/ui/use-copy.ts';
import { isRunOver, type RunStatus } from '@/engine/index.ts';
import { RunControls } from '../actions/run-controls.tsx';
import { nowLine } from '../model/now-line.ts';
import { ownStart } from '../model/own-start.ts';
import { useRunView } from '../model/run-view.ts';
import { NowWords } from './now-words.tsx';

/** Where am I, what state is the run in, what does it wait for, what can I do. */
export function RunTopBar({ onKeys }: { onKeys: () => void }) {
  const t = useT();
  const { run, live } = useRunView();
  const state = live.state;
  const slug = run.workflow.slug ?? run.workflow.id;
  const status: RunStatus = state.status;
  const now = useNow(!isRunOver(status));
  // A run that only waits says so, here as in the list.
  const line = status === 'running' ? nowLine(state, now ?? state.at) : null;
  const face = line?.kind === 'waits' ? ({ status: 'waiting', icon: waitingIcon(line.wait) } as const) : { status };
  return (
    <TopBar
      crumb={<><Link href="/" className="hover:text-ink">{t('shell.workflows')}</Link> /</>}
      title={slug === null ? run.workflow.name : <Link href={`/workflows/${slug}`} className="hover:underline">{run.workflow.name}</Link>}
      middle={
        slug !== null && (
          <div className="hidden xl:block">
            <BarTabs label={run.workflow.name}>
              <Link href={`/workflows/${slug}`} className={barTab(false)}>{t('runs.editor')}</Link>
              <Link href={`/runs?workflow=${encodeURIComponent(slug)}`} className={barTab(true)}>{t('shell.runs')}</Link>
              <Link href={`/workflows/${slug}/versions`} className={barTab(false)}>{t('workflows.versions')}</Link>
            </BarTabs>
          </div>
        )
      }
    >
      <span className="hidden min-w-0 max-w-72 truncate text-sm text-ink-2 lg:inline"><NowWords /></span>
      <span className="hidden md:flex"><RunId id={run.id} version={run.version} generation={state.generation} /></span>
      <span className="inline-flex" data-testid="run-status" data-status={status} data-seq={live.seq}>
        <StatusPill {...face}>
          <Duration from={ownStart(state.startedAt, run)} to={state.endedAt} />
        </StatusPill>
      </span>
      <RunControls onKeys={onKeys} />
    </TopBar>
  );
}

/** The end of the id (its beginning is the time) and the version; a click copies the whole id. */
export function RunId({ id, version, generation }: { id: string; version: number | null; generation: number }) {
  const t = useT();
  const { copied, copy } = useCopy();
  return (
    <button
      type="button"
      title={`${t('runs.copyId')}: ${id}`}
      className="inline-flex items-center gap-1.5 rounded-full bg-sunken px-2 py-px font-mono text-xs text-ink-2 hover:text-ink [&_svg]:size-3"
      onClick={() => copy(id)}
    >
      {t('runs.runShort', { id: id.slice(-4) })} · {version === null ? t('runs.unsaved') : `v${version}`}{generation > 1 ? ` · ${t('runs.generation', { number: generation })}` : ''}
      {copied ? <Check className="text-ok" aria-hidden /> : <Copy className="text-ink-3" aria-hidden />}
    </button>
  );
}
