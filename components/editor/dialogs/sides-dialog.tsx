'use client';
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { catalogue, diffDefinitions, type Definition } from '@/engine/index.ts';
import { DefinitionCanvas } from '../../canvas/definition-canvas.tsx';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Time } from '../../ui/time.tsx';
import { entriesOf } from '../versions/change-entries.ts';
import { ChangePills } from '../versions/change-pills.tsx';

export type Side = { title: string; definition: Definition; at: string | number | null; action: string };

/** Two drafts of one workflow and the choice between them. Both are drawn, and what differs is named. Closing decides nothing. */
export function SidesDialog({ title, text, mine, theirs, onMine, onTheirs, onClose, onDownload }: { title: string; text: string; mine: Side; theirs: Side; onMine: () => unknown; onTheirs: () => unknown; onClose: () => void; onDownload: () => void }) {
  const t = useDesignT();
  const [busy, setBusy] = useState(false);
  const changes = useMemo(() => entriesOf(diffDefinitions(theirs.definition, mine.definition, catalogue), theirs.definition, mine.definition), [mine, theirs]);
  const changed = useMemo(() => changes.flatMap(({ goTo }) => (goTo === null ? [] : [goTo])), [changes]);
  const choose = (act: () => unknown) => (): void => {
    setBusy(true);
    void Promise.resolve(act()).finally(() => setBusy(false));
  };
  return (
    <Dialog
      open
      size="xl"
      onClose={onClose}
      title={title}
      description={text}
      footer={
        <>
          <Button variant="ghost" icon={<Download aria-hidden />} onClick={onDownload}>{t('designer.downloadMine')}</Button>
          <span className="flex-1" />
          <Button disabled={busy} onClick={choose(onTheirs)} data-testid="take-theirs">{theirs.action}</Button>
          <Button variant="primary" disabled={busy} onClick={choose(onMine)} data-testid="keep-mine">{mine.action}</Button>
        </>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {[mine, theirs].map((side) => (
          <section key={side.title}>
            <h3 className="mb-1.5 flex items-baseline gap-2 font-semibold">
              {side.title}
              {side.at !== null && <span className="text-xs font-normal text-ink-3">{t('designer.savedAt')} <Time at={side.at} /></span>}
            </h3>
            <div className="h-[210px] overflow-hidden rounded-lg border border-line sm:h-[300px]"><DefinitionCanvas definition={side.definition} catalogue={catalogue} controls={false} openAt={changed} /></div>
          </section>
        ))}
      </div>
      <ChangePills entries={changes} className="mt-3" />
    </Dialog>
  );
}
