/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of what stands inside bubble up to here */
'use client';
import { Shield, ShieldAlert, ShieldCheck, ShieldX, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Pill } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { proofSentence } from '../checks/proof-sentence.ts';
import type { Checks } from '../checks/use-checks.ts';
import { FindingList } from '../dialogs/finding-list.tsx';
import { isContainerType } from '../document/can-connect.ts';
import { useKit } from '../kit.ts';
import { definitionOf, useEditor } from '../store.ts';

/** What is proven of the drawing, or what is missing; a press opens every finding. */
export function ProofBar({ checks, compact }: { checks: Checks; compact: boolean }) {
  const t = useDesignT();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const hasSaga = useHasSaga();
  const { errors, warnings, proof } = checks;
  const sound = proof.everyPathEnds && proof.nothingWaitsForEver && proof.everySagaStepHasUndo;
  const face = checks.pending ? { Icon: Shield, tone: 'text-ink-2', title: t('designer.checking') } : errors.length > 0 ? { Icon: ShieldX, tone: 'text-bad', title: t('designer.broken') } : sound ? { Icon: ShieldCheck, tone: 'text-ok', title: t('designer.sound') } : { Icon: ShieldAlert, tone: 'text-warn', title: t('designer.notProven') };
  const sentence = errors.length > 0 || checks.pending ? '' : proofSentence(proof, hasSaga, t);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-testid="proof"
        data-proof={checks.pending ? 'pending' : errors.length > 0 ? 'broken' : sound ? 'sound' : 'open'}
        className="flex h-[34px] min-w-0 items-center gap-2 rounded-xl border border-line bg-surface px-3 shadow-card hover:border-line-strong"
      >
        <face.Icon className={cx('size-4 shrink-0', face.tone)} aria-hidden />
        <span className={cx('whitespace-nowrap font-semibold', face.tone)} role="status">{face.title}</span>
        {!compact && sentence !== '' && <span className="min-w-0 truncate text-ink-2" title={sentence}>{sentence}</span>}
        {errors.length > 0 && <Pill tone="bad">{t('designer.errors', { count: errors.length })}</Pill>}
        {warnings.length > 0 && !(compact && errors.length > 0) && <Pill tone="warn">{t('designer.warnings', { count: warnings.length })}</Pill>}
      </button>
      {open && (
        <section
          aria-label={t('designer.problems')}
          data-testid="problems"
          onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), close())}
          className="absolute bottom-full left-0 mb-2 flex max-h-[46dvh] w-[min(440px,calc(100vw-28px))] animate-in flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-float"
        >
          <header className="flex items-center gap-2 border-b border-line py-1.5 pl-3.5 pr-1.5">
            <h2 className="font-semibold">{t('designer.problems')}</h2>
            <p className="min-w-0 flex-1 truncate text-xs text-ink-3">{t('designer.problemsText')}</p>
            <IconButton size="sm" label={t('common.close')} onClick={close}><X aria-hidden /></IconButton>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">
            {checks.findings.length === 0 ? <p className="px-3.5 py-4 text-ink-2">{t('designer.noProblems')}</p> : <FindingList findings={checks.findings} />}
          </div>
        </section>
      )}
    </>
  );
}

function useHasSaga(): boolean {
  const { catalogue } = useKit();
  return useEditor((state) => definitionOf(state).nodes.some((node) => isContainerType(catalogue, node.type) && catalogue.get(node.type)?.kind === 'saga'));
}
