'use client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { branchNameProblem } from '@/components/editor/document/branch-names.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import type { Json } from '@/engine/index.ts';
import { fieldId, useFieldSetting } from './field-context.ts';
import { Note } from './row.tsx';
import { useLocal } from './use-local.ts';

type Props = {
  pointer: string;
  name: string;
  /** Names of the other entries. */
  others: readonly string[];
  reserved: ReadonlySet<string>;
  label: string;
  onName: (name: string) => void;
  /** It was added just now and takes the keyboard, once. */
  fresh: boolean;
  onFocused: () => void;
  /** Before the name, in its line. */
  lead?: ReactNode;
  /** Behind it. */
  children?: ReactNode;
};

/**
 * What a branch is called. A name that cannot be one, or that another branch has, stays in the field and out of the document:
 * on the way to another name an edge would lose its branch. Why it is refused stands below, also when the field was left.
 */
export function BranchName({ pointer, name, others, reserved, label, onName, fresh, onFocused, lead, children }: Props) {
  const t = useDesignT();
  const setting = useFieldSetting();
  const problemOf = (text: string) => branchNameProblem(text, others, reserved);
  const [text, setText] = useLocal(name, (value) => String(value ?? ''), (local): { value: Json } | null => (problemOf(local) === null ? { value: local } : null));
  /** What was refused when the field was left, and what it was called then. */
  const [left, setLeft] = useState<{ text: string; name: string } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!fresh) return;
    field.current?.focus();
    field.current?.select();
    onFocused();
  }, [fresh, onFocused]);

  const refused = left?.name === name && text === name ? left.text : text;
  const problem = problemOf(refused);
  const reason = problem === null ? null : problem === 'notName' ? t('inspector.notName') : t(problem === 'taken' ? 'inspector.nameTaken' : 'inspector.nameReserved', { name: refused });
  const id = fieldId(setting, pointer);
  return (
    <div data-field={pointer}>
      <div className="flex items-center gap-1">
        {lead}
        <input
          ref={field}
          id={id}
          className="field h-[26px] min-w-0 flex-1 px-2 font-mono text-sm"
          aria-label={label}
          aria-invalid={problemOf(text) !== null || undefined}
          aria-describedby={reason === null ? undefined : `${id}-reason`}
          value={text}
          readOnly={setting.readOnly}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setLeft(null);
            setText(event.target.value);
            if (problemOf(event.target.value) === null) onName(event.target.value);
          }}
          onBlur={() => {
            if (text === name || problemOf(text) === null) return;
            setLeft({ text, name });
            setText(name);
          }}
        />
        {children}
      </div>
      {reason !== null && <div id={`${id}-reason`}><Note severity="error">{refused === name ? reason : t('inspector.nameHeld', { reason, name })}</Note></div>}
    </div>
  );
}
