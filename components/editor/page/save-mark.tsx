/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what explains itself in a tooltip has to be reached by the keyboard */
'use client';
import { Check, CloudOff, GitCompareArrows, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { SaveState } from '../saving/draft-saver.ts';

const QUIET = { saved: [Check, 'designer.saved'], pending: [LoaderCircle, 'designer.pending'], saving: [LoaderCircle, 'designer.saving'] } as const satisfies Record<string, readonly [LucideIcon, string]>;
const LOOK = 'inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-1.5 [&_svg]:size-4';

/** Where the draft is now, in one word and one sign. What needs a person is a button. */
export function SaveMark({ state, onConflict, onRetry }: { state: SaveState; onConflict: () => void; onRetry: () => void }) {
  const t = useDesignT();
  switch (state.kind) {
    case 'saved':
    case 'pending':
    case 'saving': {
      const [Icon, text] = QUIET[state.kind];
      return (
        <span role="status" data-testid="save-state" data-save={state.kind} className={`${LOOK} text-ink-3`}>
          <Icon aria-hidden className={state.kind === 'saving' ? 'animate-spin-slow' : ''} />
          <span className="sr-only lg:not-sr-only">{t(text)}</span>
        </span>
      );
    }
    case 'offline':
      return (
        <Tooltip text={t('designer.offlineHint')}>
          <span role="status" tabIndex={0} data-testid="save-state" data-save="offline" className={`${LOOK} text-warn`}>
            <CloudOff aria-hidden />
            <span className="sr-only sm:not-sr-only">{t('designer.offline')}</span>
          </span>
        </Tooltip>
      );
    case 'conflict':
      return (
        <button type="button" data-testid="save-state" data-save="conflict" onClick={onConflict} className={`${LOOK} bg-bad-soft font-medium text-bad`}>
          <GitCompareArrows aria-hidden />
          <span className="sr-only sm:not-sr-only">{t('designer.conflict')}</span>
        </button>
      );
    case 'refused':
      return (
        <Popover
          label={t('designer.refusedTitle')}
          align="end"
          className="w-[420px] space-y-2.5"
          trigger={
            <button type="button" data-testid="save-state" data-save="refused" className={`${LOOK} bg-bad-soft font-medium text-bad`}>
              <TriangleAlert aria-hidden />
              <span className="sr-only sm:not-sr-only">{t('designer.refused')}</span>
            </button>
          }
        >
          <p className="font-semibold">{t('designer.refusedTitle')}</p>
          <ErrorNote error={state.error} />
          <p className="text-ink-2">{t('designer.refusedText')}</p>
          <Button size="sm" onClick={onRetry}>{t('designer.trySaving')}</Button>
        </Popover>
      );
  }
}
