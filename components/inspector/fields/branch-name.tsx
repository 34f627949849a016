'use client';
import { useEffect, useRef, type ReactNode } from 'react';
import { branchNameProblem } from '@/components/editor/document/branch-names.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { fieldId, useFieldSetting } from './field-context.ts';
import { Note } from './row.tsx';
import { useDraftName } from './use-draft-name.ts';

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
 * What a branch is called. What is written comes into the document when it is entered or left, and not with each letter: on
 * the way to its name it would be called what others are called, and take their edges. A name that cannot be one, or that
 * another branch has, never does; why it is refused stands below, also when the field was left.
 */
export function BranchName({ pointer, name, others, reserved, label, onName, fresh, onFocused, lead, children }: Props) {
  const t = useDesignT();
  const setting = useFieldSetting();
  const problemOf = (text: string) => branchNameProblem(text, others, reserved);
  const draft = useDraftName(name, (text) => problemOf(text) === null, onName);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!fresh) return;
    field.current?.focus();
    field.current?.select();
    onFocused();
  }, [fresh, onFocused]);

  const refused = draft.refused ?? draft.text;
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
          aria-invalid={problemOf(draft.text) !== null || undefined}
          aria-describedby={reason === null ? undefined : `${id}-reason`}
          value={draft.text}
          readOnly={setting.readOnly}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => draft.write(event.target.value)}
          onBlur={draft.leave}
          onKeyDown={draft.onKeyDown}
        />
        {children}
      </div>
      {reason !== null && <div id={`${id}-reason`}><Note severity="error">{refused === name ? reason : t('inspector.nameHeld', { reason, name })}</Note></div>}
    </div>
  );
}
