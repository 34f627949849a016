'use client';
import { Check, CornerDownRight, X } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { Approval } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-state.tsx';
import { describedBy, Field, Input, Textarea } from '../ui/input.tsx';
import { SchemaForm } from '../ui/schema-form/schema-form.tsx';
import { keyOfOutcome, outcomeLabel, outcomeOfKey, outcomeTone, type DecisionKey } from './outcomes.ts';
import { Panel } from './panel.tsx';
import { useDecision } from './use-decision.ts';

/** A decision cannot be taken back, so a key alone does not make it: the first press arms its button for a moment. */
const ARMED_MS = 3_000;

/** The answer to an open request: the form, a comment, who decides, and the choices as buttons. */
export function DecisionForm({ approval, onDone, pressed }: { approval: Approval; onDone: () => void; /** The last key of the inbox, with a number that grows. */ pressed: { key: DecisionKey; at: number } | null }) {
  const t = useT();
  const id = useId();
  const decision = useDecision(approval, onDone);
  const [armed, setArmed] = useState<string | null>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const taken = useRef(pressed?.at ?? 0);

  function take(outcome: string): void {
    setArmed(null);
    if (decision.decide(outcome)) return;
    if (decision.me.trim() === '' || decision.barred) name.current?.focus();
    else buttons.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
  const onKey = useEffectEvent((key: DecisionKey) => {
    const outcome = outcomeOfKey(approval.outcomes, key);
    if (outcome === null || decision.busy !== null) return;
    if (armed === outcome) return take(outcome);
    setArmed(outcome);
    buttons.current?.querySelector<HTMLElement>(`[data-outcome="${CSS.escape(outcome)}"]`)?.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => {
    // A key that was pressed before this request came up was for another one.
    if (!pressed || pressed.at === taken.current) return;
    taken.current = pressed.at;
    onKey(pressed.key);
  }, [pressed]);
  useEffect(() => {
    if (armed === null) return;
    const timer = setTimeout(() => setArmed(null), ARMED_MS);
    return () => clearTimeout(timer);
  }, [armed]);

  return (
    <form noValidate onSubmit={(event) => event.preventDefault()} className="relative space-y-4">
      <Panel className="space-y-3.5 px-5 py-[18px]">
        {approval.form !== null && (
          <>
            {approval.prefill !== null && <p className="text-ink-3">{t('approvals.prefilled')}</p>}
            <SchemaForm form={decision.form} />
          </>
        )}
        <Field id={`${id}-comment`} label={t('approvals.comment')}>
          <Textarea id={`${id}-comment`} rows={2} maxLength={10_000} placeholder={t('approvals.commentHint')} value={decision.comment} onChange={(event) => decision.setComment(event.target.value)} />
        </Field>
        <Field id={`${id}-me`} label={t('approvals.you')} hint={t('approvals.youHint')} error={decision.nameless ? t('approvals.youNeeded') : decision.barred ? t('approvals.youMayNot', { who: decision.me.trim() }) : null} required requiredLabel={t('common.required')}>
          <Input ref={name} id={`${id}-me`} value={decision.me} maxLength={200} list={`${id}-people`} autoComplete="name" aria-required aria-invalid={decision.nameless || decision.barred || undefined} aria-describedby={describedBy(`${id}-me`, true, decision.nameless || decision.barred)} onChange={(event) => decision.setMe(event.target.value)} />
          <datalist id={`${id}-people`}>
            {approval.assignees.map((person) => (
              <option key={person} value={person}>
                {person}
              </option>
            ))}
          </datalist>
        </Field>
      </Panel>
      {decision.error !== null && <ErrorNote error={decision.error} />}
      <div ref={buttons} className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-2 border-t border-line bg-canvas px-4 py-3 sm:mx-0 sm:px-0">
        {approval.outcomes.map((outcome, index) => {
          const tone = outcomeTone(outcome);
          const label = outcomeLabel(outcome, t);
          const key = keyOfOutcome(approval.outcomes, outcome)?.toUpperCase() ?? null;
          return (
            <Button
              key={outcome}
              data-outcome={outcome}
              variant={tone === 'ok' ? 'ok' : tone === 'bad' ? 'danger' : index === 0 ? 'primary' : 'default'}
              icon={tone === 'ok' ? <Check aria-hidden /> : tone === 'bad' ? <X aria-hidden /> : <CornerDownRight aria-hidden />}
              busy={decision.busy === outcome}
              disabled={decision.busy !== null}
              onClick={() => take(outcome)}
              className={`max-sm:h-11 max-sm:flex-1 ${armed === outcome ? 'ring-[3px] ring-accent' : ''}`}
            >
              {armed === outcome && key ? t('approvals.pressAgain', { key }) : label}
              {key !== null && armed !== outcome && <kbd className="text-xs max-lg:hidden" aria-hidden>{key}</kbd>}
            </Button>
          );
        })}
        <span className="flex-1 max-sm:hidden" />
        <span className="text-ink-3 max-sm:w-full max-sm:text-center">{t('approvals.recorded')}</span>
      </div>
      <span role="status" className="sr-only">
        {armed !== null && `${outcomeLabel(armed, t)}: ${t('approvals.pressAgain', { key: keyOfOutcome(approval.outcomes, armed)?.toUpperCase() ?? '' })}`}
      </span>
    </form>
  );
}
