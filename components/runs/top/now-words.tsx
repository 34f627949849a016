'use client';
import { Suspense } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { useNow } from '@/components/ui/clock.ts';
import { Countdown, Due } from '@/components/ui/time.tsx';
import { isRunOver } from '@/engine/index.ts';
import { lateSteps } from '../model/late-steps.ts';
import { nowLine } from '../model/now-line.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { NobodyTakes } from './later-nobody-takes.ts';

/** What the run does or waits for, and what ends it. */
export function NowWords() {
  const t = useT();
  const view = useRunView();
  const now = useNow(!isRunOver(view.live.state.status));
  const { state } = view.live;
  const line = nowLine(state, now ?? state.at);
  if (line === null) return null;
  // Without a connection what is late is the page.
  const late = view.connection === 'open' && (line.kind === 'runs' || line.kind === 'undoes') ? lateSteps(state, now ?? state.at) : [];
  const nobody = late.length > 0 && <Suspense><NobodyTakes steps={late} brief /></Suspense>;
  const name = (node: string): string => nodeName(view, node);
  switch (line.kind) {
    case 'paused':
      return <>{t('runs.nowPaused')}</>;
    case 'cancels':
      return <>{t('runs.nowCancels')}</>;
    case 'undoes':
      return <>{nobody}{t('runs.nowUndoes', { node: name(line.node) })}</>;
    case 'runs':
      return <>{nobody}{line.nodes.map(name).join(', ')}{line.more > 0 ? ` ${t('runs.andMore', { count: line.more })}` : ''}</>;
    case 'retries':
      return <>{t('runs.nowRetries', { node: name(line.node) })} <Countdown to={line.dueAt} /></>;
    case 'waits':
      return (
        <>
          {t('runs.nowWaits', { node: name(line.node) })}
          {line.dueAt !== null && <> · <Due at={line.dueAt} /></>}
          {line.more > 0 ? ` ${t('runs.andMore', { count: line.more })}` : ''}
        </>
      );
  }
}
