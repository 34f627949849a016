'use client';
import { ArrowLeftRight, Equal } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import type { LiveRun } from '@/components/data/live-run.ts';
import { IconButton } from '@/components/ui/button.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { shapes, isRunOver, type Definition, type BriefRun } from '@/engine/index.ts';
import { viewPlanOf } from '../model/view-plan.ts';
import { CompareCanvas } from './compare-canvas.tsx';
import { compareRuns, inputHashes, LETTER, type ComparedStep } from './compare-runs.ts';
import { FirstDifference } from './first-difference.tsx';
import { drawBoth, marksOf } from './run-marks.ts';
import { RunCard, tookOf } from './run-card.tsx';
import { StepList } from './step-list.tsx';
import { RunValues } from './run-values.tsx';

export type Side = { run: BriefRun; definition: Definition; live: LiveRun };
type Props = { a: Side; b: Side; choice: ReactNode; /** The path of the step that is looked at. */ step: string | null; onStep: (path: string | null) => void; onSwap: () => void };

const forkOf = (source: BriefRun, run: BriefRun): boolean => (run.forkedFrom ?? run.resetFrom)?.runId === source.id;

/** What differs at the left, and where at the right. */
export function CompareView({ a, b, choice, step, onStep, onSwap }: Props) {
  const t = useT();
  const [shown, setShown] = useState<'differing' | 'all'>('differing');
  const [inputOpen, setInputOpen] = useState(false);
  const [outputOpen, setOutputOpen] = useState(false);
  const [status, setStatus] = useState<'a' | 'b'>('b');
  // A second press on the same step goes there again.
  const [asked, setAsked] = useState(0);
  const comparison = useMemo(() => compareRuns({ state: a.live.state, inputs: inputHashes(a.live.events) }, { state: b.live.state, inputs: inputHashes(b.live.events) }), [a.live, b.live]);
  const drawing = useMemo(() => drawBoth(a.definition, b.definition, shapes), [a.definition, b.definition]);
  const plan = useMemo(() => viewPlanOf(drawing.definition, shapes), [drawing]);
  const marks = useMemo(() => marksOf(drawing, comparison), [drawing, comparison]);
  const nameOf = (node: string): string => plan.nodes.get(node)?.name || node;
  const looked = step === null ? null : (comparison.steps.find(({ path }) => path === step) ?? null);

  const go = (next: ComparedStep | null): void => {
    onStep(next?.path ?? null);
    if (next !== null) setAsked((count) => count + 1);
  };
  /** The step of a node that differs; else the first there is. */
  const pick = (node: string | null): void => {
    const own = comparison.steps.filter((each) => each.node === node);
    onStep((own.find(({ differences }) => differences.length > 0) ?? own[0])?.path ?? null);
  };
  const runs = { a: { id: a.run.id, startedAt: Date.parse(a.run.startedAt) }, b: { id: b.run.id, startedAt: Date.parse(b.run.startedAt) } };
  const { differing } = comparison;
  const same = differing.length === 0 && !comparison.inputDiffers && !comparison.outputDiffers;
  const listed = shown === 'all' || (looked !== null && looked.differences.length === 0) ? comparison.steps : differing;
  const notes = [
    a.run.workflow.id === b.run.workflow.id ? null : t('compare.otherWorkflows', { a: a.run.workflow.name, b: b.run.workflow.name }),
    isRunOver(a.live.state.status) && isRunOver(b.live.state.status) ? null : t('compare.goesOn'),
  ].filter((note) => note !== null);
  return (
    <>
      <div className="flex min-h-0 shrink-0 flex-col border-line bg-surface max-sm:h-[58%] max-sm:border-b sm:w-[432px] sm:border-r">
        <div className="min-h-0 flex-1 overflow-y-auto" data-testid="run-comparison">
          <div className="relative border-b border-line">
            <RunCard letter="a" run={a.run} state={a.live.state} against={null}>{choice}</RunCard>
            <RunCard letter="b" run={b.run} state={b.live.state} against={tookOf(a.run, a.live.state)} />
            {forkOf(a.run, b.run) && <p className="border-t border-line px-4 py-1.5 text-sm text-ink-2">{t('compare.source', { fork: LETTER.b, source: LETTER.a })}</p>}
            {forkOf(b.run, a.run) && <p className="border-t border-line px-4 py-1.5 text-sm text-ink-2">{t('compare.source', { fork: LETTER.a, source: LETTER.b })}</p>}
            <IconButton label={t('compare.swap')} size="sm" variant="default" onClick={onSwap} className="absolute right-4 top-1/2 -translate-y-1/2"><ArrowLeftRight aria-hidden /></IconButton>
          </div>
          {notes.map((note) => <p key={note} role="note" className="border-b border-line bg-warn-soft px-4 py-2">{note}</p>)}
          <div role="status" data-testid="compare-runs-summary" className="border-b border-line px-4 py-2.5">
            {same ? <p className="flex items-center gap-2 text-ok [&_svg]:size-4"><Equal aria-hidden /> {t('compare.same')}</p> : <p className="font-semibold">{differing.length > 0 ? t('compare.count', { count: differing.length }) : t('compare.inputDiffers')}</p>}
            <FirstDifference comparison={comparison} nameOf={nameOf} onGo={go} onInput={() => setInputOpen(true)} />
          </div>
          <RunValues title={t('compare.runInput')} a={a.live.state.input} b={b.live.state.input} differs={comparison.inputDiffers} open={inputOpen} onOpen={setInputOpen} />
          <RunValues title={t('compare.runOutput')} a={a.live.state.output} b={b.live.state.output} differs={comparison.outputDiffers} open={outputOpen} onOpen={setOutputOpen} />
          <div className="sticky top-0 z-10 flex items-center justify-end border-b border-line bg-surface px-4 py-1.5">
            <Segmented value={listed === comparison.steps ? 'all' : shown} onChange={(next) => { setShown(next); if (next === 'differing' && looked?.differences.length === 0) onStep(null); }} label={t('compare.shown')} options={[{ value: 'differing', label: `${t('compare.onlyDiffering')} ${differing.length}` }, { value: 'all', label: `${t('compare.allSteps')} ${comparison.steps.length}` }]} />
          </div>
          <StepList steps={listed} open={step} onOpen={go} nameOf={nameOf} runs={runs} />
        </div>
      </div>
      <div className="relative min-h-0 min-w-0 flex-1" data-testid="compare-canvas">
        <CompareCanvas drawing={drawing} plan={plan} marks={marks} state={status === 'a' ? a.live.state : b.live.state} openAt={(comparison.first ?? looked)?.node ?? null} looked={looked} asked={asked} onPick={pick} />
        <div className="absolute left-3.5 top-3.5 z-10 rounded-lg shadow-card">
          <Segmented value={status} onChange={setStatus} label={t('compare.statusOf')} options={[{ value: 'a', label: t('compare.runA') }, { value: 'b', label: t('compare.runB') }]} />
        </div>
      </div>
    </>
  );
}
