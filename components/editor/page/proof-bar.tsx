/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of what stands inside bubble up to here */
'use client';
import { Shield, ShieldAlert, ShieldCheck, ShieldX, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Finding, Soundness } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Pill } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { proofSentence } from '../checks/proof-sentence.ts';
import type { Checks } from '../checks/use-checks.ts';
import { FindingList } from '../dialogs/finding-list.tsx';
import { isContainerType } from '../document/can-connect.ts';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { reveal } from '../parts/reveal.ts';
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
  const unproven = errors.length > 0 || checks.pending ? [] : waitingSteps(proof, checks.findings);
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
            {unproven.length > 0 && <OpenList missing={unproven} />}
            {checks.findings.length > 0 && <FindingList findings={checks.findings} />}
            {checks.findings.length + unproven.length === 0 && <p className="px-3.5 py-4 text-ink-2">{t('designer.noProblems')}</p>}
          </div>
        </section>
      )}
    </>
  );
}

/** The steps that keep the proof open. A press goes to where it is mended. */
function OpenList({ missing }: { missing: readonly string[] }) {
  const t = useDesignT();
  const kit = useKit();
  const definition = useEditor(definitionOf);
  return (
    <ul className="divide-y divide-line" data-testid="unproven">
      {missing.map((id) => {
        const node = nodeById(definition, id);
        if (node === undefined) return null;
        const name = node.name || node.id;
        return (
          <li key={id}>
            <button
              type="button"
              className="flex w-full items-start gap-2.5 px-3.5 py-2 text-left outline-offset-[-2px] hover:bg-hover"
              onClick={() => {
                reveal(kit, id, `/nodes/${definition.nodes.indexOf(node)}${LIMITS[kit.catalogue.get(node.type)?.kind ?? ''] ?? '/timeouts/scheduleToClose'}`);
                kit.openInspector();
              }}
            >
              <ShieldAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
              <span className="min-w-0 flex-1">
                <span className="block break-words">{t('designer.stepMayWait', { name })}</span>
                <span className="block break-words text-xs text-ink-3">{t('designer.setLimit')}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Where a step is told how long it waits; what is not named here has it among its timeouts. */
const LIMITS: Readonly<Record<string, string>> = { signal: '/params/timeout', approval: '/params/due' };

/** The steps that may wait for ever and of which no finding tells: nothing is wrong with them, and still nothing is proven. */
function waitingSteps(proof: Soundness, findings: readonly Finding[]): string[] {
  const told = new Set(findings.filter(({ code }) => code === 'child_may_wait').map(({ node }) => node));
  return [...new Set(proof.missing.flatMap(({ code, node }) => (code === 'may_wait' && node !== null && !told.has(node) ? [node] : [])))];
}

function useHasSaga(): boolean {
  const { catalogue } = useKit();
  return useEditor((state) => definitionOf(state).nodes.some((node) => isContainerType(catalogue, node.type) && catalogue.get(node.type)?.kind === 'saga'));
}
