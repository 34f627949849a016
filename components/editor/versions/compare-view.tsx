'use client';
import { Equal } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { shapes, changesBehaviour, diffDefinitions, isEmptyDiff, type Definition } from '@/engine/index.ts';
import { ChangeOverlay } from '../../canvas/changes.ts';
import { DefinitionCanvas } from '../../canvas/definition-canvas.tsx';
import { FollowActive } from '../../canvas/follow.tsx';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { drawChanges } from './change-drawing.ts';
import { entriesOf, type ChangeEntry } from './change-entries.ts';
import { ChangeGroups } from './change-list.tsx';

/** Two versions on one canvas, and the list of what differs beside it. `step` is the step that is looked at. */
export function CompareView({ before, after, choice, step, onStep }: { before: Definition; after: Definition; choice: ReactNode; step: string | null; onStep: (id: string | null) => void }) {
  const t = useDesignT();
  const diff = useMemo(() => diffDefinitions(before, after, shapes), [before, after]);
  const entries = useMemo(() => entriesOf(diff, before, after), [diff, before, after]);
  const drawing = useMemo(() => drawChanges(before, after, diff, shapes), [before, after, diff]);
  const overlay = useMemo(() => new ChangeOverlay(drawing.nodes, drawing.edges), [drawing]);
  const [openAt] = useState(() => (step === null ? [...drawing.nodes.keys()] : [step]));
  const [opened, setOpened] = useState<string | null>(null);
  // A second press on the same line goes there again.
  const [asked, setAsked] = useState(0);
  const open = opened ?? entries.find(({ goTo, subject }) => step !== null && goTo === step && subject.kind !== 'edge' && subject.kind !== 'inherits')?.key ?? null;

  const go = (id: string | null): void => {
    onStep(id);
    setAsked((count) => count + 1);
  };
  const choose = (entry: ChangeEntry | null): void => {
    setOpened(entry?.key ?? '');
    if (entry) go(entry.goTo);
  };
  const behaviour = entries.filter(({ effect }) => effect === 'behaviour').length;
  const summary = isEmptyDiff(diff) ? t('designer.compareNothing') : !changesBehaviour(diff) ? t('designer.compareLayoutOnly') : t('designer.compareSummary', { count: behaviour });
  return (
    <>
      <div className="flex min-h-0 shrink-0 flex-col border-line bg-surface max-sm:h-[54%] max-sm:border-b sm:w-[372px] sm:border-r">
        {choice}
        <p role="status" data-testid="compare-summary" className="flex items-center gap-2 border-b border-line px-4 py-2.5 text-ink-2 [&_svg]:size-4 [&_svg]:shrink-0">
          {!changesBehaviour(diff) && <Equal className="text-ok" aria-hidden />}
          {summary}
        </p>
        <div className="min-h-0 flex-1 overflow-y-auto" data-testid="change-list">
          <ChangeGroups entries={entries} open={open} onOpen={choose} onGo={go} />
        </div>
      </div>
      <div className="relative min-h-0 min-w-0 flex-1" data-testid="compare-canvas">
        <DefinitionCanvas
          definition={drawing.definition}
          catalogue={shapes}
          changes={overlay}
          openAt={openAt}
          selected={step}
          onSelect={(id) => {
            setOpened(null);
            onStep(id);
          }}
        >
          {step !== null && asked > 0 && <FollowActive key={asked} on nodes={[step]} />}
        </DefinitionCanvas>
      </div>
    </>
  );
}

/** The frame of the comparison while one of its sides is missing. */
export function CompareFrame({ choice, children }: { choice: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className="shrink-0 border-line bg-surface max-sm:border-b sm:w-[372px] sm:border-r">{choice}</div>
      <div className="relative min-h-0 min-w-0 flex-1">{children}</div>
    </>
  );
}
