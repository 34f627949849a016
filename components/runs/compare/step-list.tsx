'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { Pill } from '@/components/ui/badge.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { StatusIcon } from '@/components/ui/status.tsx';
import { viewStatus, type StepState } from '@/engine/index.ts';
import type { ComparedStep } from './compare-runs.ts';
import { StepDetails } from './step-details.tsx';

/** Steps that are listed at once; a run may have tens of thousands. */
const LISTED = 500;

type StepListProps = { steps: readonly ComparedStep[]; open: string | null; onOpen: (step: ComparedStep | null) => void; nameOf: (node: string) => string; runs: Parameters<typeof StepDetails>[0]['runs'] };

export function StepList({ steps, ...rest }: StepListProps) {
  const t = useT();
  const { open } = rest;
  const listed = steps.slice(0, LISTED);
  // One that was chosen on the canvas is listed wherever it stands.
  const chosen = open === null ? undefined : steps.find(({ path }) => path === open);
  if (chosen !== undefined && !listed.includes(chosen)) listed.push(chosen);
  return (
    <ul>
      {listed.map((step) => <StepLine key={step.path} step={step} {...rest} />)}
      {steps.length > listed.length && <li className="px-4 py-2 text-ink-3">{t('compare.moreSteps', { count: steps.length - listed.length })}</li>}
    </ul>
  );
}

function StepLine({ step, open, onOpen, nameOf, runs }: { step: ComparedStep } & Omit<StepListProps, 'steps'>) {
  const t = useT();
  const isOpen = open === step.path;
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // It may have been chosen on the canvas, or as the first difference.
    if (isOpen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const missing = step.differences.includes('missing');
  return (
    <li ref={line} className={cx('border-b border-line', isOpen && 'bg-accent-soft')} data-step={step.path} data-differences={step.differences.join(' ')}>
      <button type="button" aria-expanded={isOpen} onClick={() => onOpen(isOpen ? null : step)} className={cx('flex min-h-11 w-full items-center gap-2 px-4 py-2 text-left outline-offset-[-2px]', !isOpen && 'hover:bg-hover')}>
        <span className="flex shrink-0 items-center gap-1"><Mark step={step.a} /><Mark step={step.b} /></span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{nameOf(step.node)}</span>
          {step.path !== step.node && <span className="block truncate font-mono text-xs text-ink-2">{step.path}</span>}
        </span>
        <span className="flex flex-wrap justify-end gap-1">
          {missing
            ? <Pill tone={step.a === null ? 'ok' : 'bad'}>{step.a === null ? t('compare.onlyB') : t('compare.onlyA')}</Pill>
            : step.differences.map((each) => <Pill key={each} tone={each === 'input' || each === 'output' ? 'accent' : 'warn'}>{t(`compare.d-${each}`)}</Pill>)}
        </span>
        <Chevron className="size-3.5 shrink-0 text-ink-3" aria-hidden />
      </button>
      {isOpen && <StepDetails step={step} runs={runs} />}
    </li>
  );
}

function Mark({ step }: { step: StepState | null }) {
  return <StatusIcon status={step === null ? 'pending' : viewStatus(step, Infinity)} size="sm" />;
}
