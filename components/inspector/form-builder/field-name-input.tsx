'use client';
import { useEffect, useRef, useState } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Note } from '../fields/row.tsx';
import { fieldNameProblem } from './model/field-name.ts';

type Props = { id: string; name: string; others: readonly string[]; label: string; readOnly: boolean; /** It was added just now and takes the keyboard, once. */ fresh: boolean; onFocused: () => void; onName: (name: string) => void };

/**
 * By which expressions read the field. What is written is told of at once and holds when the field is left or Enter is
 * pressed: on the way to it everything that follows the name would pass through names that others may have.
 */
export function FieldNameInput({ id, name, others, label, readOnly, fresh, onFocused, onName }: Props) {
  const t = useDesignT();
  const [draft, setDraft] = useState<string | null>(null);
  /** What was refused when the field was left, and what it is still called. */
  const [refused, setRefused] = useState<{ text: string; name: string } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const givenUp = useRef(false);
  useEffect(() => {
    if (!fresh) return;
    input.current?.focus();
    input.current?.select();
    input.current?.scrollIntoView({ block: 'nearest' });
    onFocused();
  }, [fresh, onFocused]);

  const told = draft ?? (refused?.name === name ? refused.text : null);
  const problem = told === null || told === name ? null : fieldNameProblem(told, others);
  const reason = problem === null ? null : t(`builder.name-${problem}`, { name: told ?? '' });
  const finish = (): void => {
    if (draft === null) return;
    setDraft(null);
    if (givenUp.current || draft === name) return;
    if (fieldNameProblem(draft, others) === null) onName(draft);
    else setRefused({ text: draft, name });
  };
  return (
    <>
      <input
        ref={input}
        id={id}
        // Whoever is led to the form comes to its first name, and not to the choice of the view.
        data-first-control=""
        className="field h-[26px] min-w-0 flex-1 px-2 font-mono text-sm"
        aria-label={label}
        aria-invalid={(draft !== null && problem !== null) || undefined}
        aria-describedby={reason === null ? undefined : `${id}-reason`}
        value={draft ?? name}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => (givenUp.current = false)}
        onChange={(event) => {
          setRefused(null);
          setDraft(event.target.value);
        }}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && problem === null) finish();
          // What hears of Escape takes the focus to the step, and the field is left by that.
          if (event.key === 'Escape') givenUp.current = true;
        }}
      />
      {reason !== null && <div id={`${id}-reason`} className="order-last w-full pl-6"><Note severity="error">{draft === null ? t('inspector.nameHeld', { reason, name }) : reason}</Note></div>}
    </>
  );
}
