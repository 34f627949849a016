'use client';
import { useEffect, useRef } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Note } from '../fields/row.tsx';
import { useDraftName } from '../fields/use-draft-name.ts';
import { fieldNameProblem } from './model/field-name.ts';

type Props = { id: string; name: string; others: readonly string[]; label: string; readOnly: boolean; /** It was added just now and takes the keyboard, once. */ fresh: boolean; onFocused: () => void; onName: (name: string) => void };

/**
 * By which expressions read the field. What is written is told of at once and holds when it is entered or left: on the way to it everything that follows the name would pass through names that others may have.
 */
export function FieldNameInput({ id, name, others, label, readOnly, fresh, onFocused, onName }: Props) {
  const t = useDesignT();
  // It may be called what no field may be called that gets a name here: then that is no fault of who writes.
  const problemOf = (text: string) => (text === name ? null : fieldNameProblem(text, others));
  const draft = useDraftName(name, (text) => problemOf(text) === null, onName);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!fresh) return;
    input.current?.focus();
    input.current?.select();
    input.current?.scrollIntoView({ block: 'nearest' });
    onFocused();
  }, [fresh, onFocused]);

  const told = draft.refused ?? draft.text;
  const problem = problemOf(told);
  const reason = problem === null ? null : t(`builder.name-${problem}`, { name: told });
  return (
    <>
      <input
        ref={input}
        id={id}
        // Whoever is led to the form comes to its first name, and not to the choice of the view.
        data-first-control=""
        className="field h-[26px] min-w-0 flex-1 px-2 font-mono text-sm"
        aria-label={label}
        aria-invalid={problemOf(draft.text) !== null || undefined}
        aria-describedby={reason === null ? undefined : `${id}-reason`}
        value={draft.text}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => draft.write(event.target.value)}
        onBlur={draft.leave}
        onKeyDown={draft.onKeyDown}
      />
      {reason !== null && <div id={`${id}-reason`} className="order-last w-full pl-6"><Note severity="error">{draft.refused === null ? reason : t('inspector.nameHeld', { reason, name })}</Note></div>}
    </>
  );
}
