'use client';
import { CloudOff, History, LoaderCircle, Radio } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { Pill } from '@/components/ui/badge.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { Time } from '@/components/ui/time.tsx';
import { isRunOver } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';

/** Whether what is seen is now: live, over, in the past (a click goes back to now), or cut off since when. */
export function LiveBadge() {
  const t = useT();
  const { moment, connection, live, rewind } = useRunView();
  const cut = connection === 'reconnecting' || connection === 'offline';
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => setSince(cut ? (before) => before ?? Date.now() : null), [cut]);

  if (!moment.live) {
    return (
      <button type="button" className="shrink-0 rounded-full" onClick={() => rewind(null)} data-testid="go-live">
        <Pill tone="accent" icon={<History aria-hidden />}>{isRunOver(live.state.status) ? t('runs.toTheEnd') : t('runs.backToLive')}</Pill>
      </button>
    );
  }
  if (cut) {
    return (
      <span role="status" className="shrink-0">
        <Pill tone="wait" icon={connection === 'offline' ? <CloudOff aria-hidden /> : <LoaderCircle className="animate-spin-slow" aria-hidden />}>
          {connection === 'offline' ? t('runs.offlineSince') : t('runs.reconnecting')} {since !== null && <Time at={since} />}
        </Pill>
      </span>
    );
  }
  if (connection === 'connecting') return <Pill icon={<LoaderCircle className="animate-spin-slow" aria-hidden />}>{t('common.connecting')}</Pill>;
  const over = connection === 'ended' || isRunOver(live.state.status);
  return (
    <span className="shrink-0" data-testid="live-badge" data-connection={connection}>
      <Pill tone={over ? 'neutral' : 'run'} icon={over ? undefined : <Radio className={cx('animate-pulse-soft')} aria-hidden />}>{over ? t('runs.ended') : t('common.live')}</Pill>
    </span>
  );
}
