/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard */
'use client';
import type { KeyOf } from '@/components/i18n/catalogue.ts';
import { runKeys } from '@/components/i18n/messages/run-keys.ts';
import { translatorOf } from '@/components/i18n/translate.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Kbd } from '@/components/ui/kbd.tsx';
import { useIsPhone } from './use-is-phone.ts';

const AREAS = { runKeys };
const PARTS = [
  ['inTimeline', [['walkRows', '↑ ↓'], ['foldRow', '← →'], ['firstLast', 'Home End'], ['zoomTime', '+ -'], ['wholeTime', '0'], ['panTime', 'Shift+← Shift+→'], ['leaveTime', 'Esc']]],
  ['inScrubber', [['oneMoment', '← →'], ['tenthMoments', 'PageUp PageDown'], ['endMoments', 'Home End']]],
  ['inCanvas', [['nextStep', 'Tab'], ['lookAtStep', 'Enter']]],
  ['inPanels', [['sizePanel', '← → ↑ ↓']]],
  ['everywhere', [['thisSheet', '?']]],
] as const;

/** The keys of the page of a run, by the part of it that takes them. */
export function RunKeys({ onClose }: { onClose: () => void }) {
  const t = translatorOf<KeyOf<typeof AREAS>>(AREAS, useLanguage());
  // A phone has one panel, whose border stands.
  const phone = useIsPhone();
  const parts = PARTS.filter(([part]) => !(phone && part === 'inPanels'));
  return (
    <Dialog open onClose={onClose} size="lg" title={t('runKeys.title')} description={t('runKeys.text')}>
      <div role="group" aria-label={t('runKeys.title')} tabIndex={0} className="columns-1 gap-8 sm:columns-2">
        {parts.map(([part, rows]) => (
          <section key={part} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-semibold text-ink-3">{t(`runKeys.${part}`)}</h3>
            <dl>
              {rows.map(([name, keys]) => (
                <div key={name} className="flex items-baseline gap-3 border-b border-line py-1">
                  <dt className="min-w-0 flex-1">{t(`runKeys.${name}`)}</dt>
                  <dd className="flex shrink-0 flex-wrap justify-end gap-1">{keys.split(' ').map((one) => <Kbd key={one} keys={one} />)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
