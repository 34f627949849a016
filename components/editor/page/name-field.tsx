/* oxlint-disable jsx-a11y/no-autofocus -- it is opened by a key or a press, to be written in at once */
'use client';
import { useState } from 'react';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { setWorkflow } from '../commands/set-workflow.ts';
import { useKit } from '../kit.ts';
import { useEditor } from '../store.ts';

/** The name of the workflow, written where it stands. Enter keeps it, Escape does not. */
export function NameField() {
  const t = useDesignT();
  const kit = useKit();
  const name = useEditor((state) => state.history.definition.name);
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <button type="button" title={t('designer.renameHint')} disabled={kit.readOnly} onClick={() => setDraft(name)} className="block max-w-full truncate rounded-sm py-0.5 hover:bg-hover disabled:cursor-default disabled:hover:bg-transparent" data-testid="workflow-name">
        {name}
      </button>
    );
  }
  const keep = (): void => {
    const next = draft.trim().slice(0, 200);
    if (next !== '' && next !== name) kit.state().do('editor.cmdRename', (input) => setWorkflow(input, { name: next }));
    setDraft(null);
  };
  return (
    <input
      autoFocus
      aria-label={t('designer.nameLabel')}
      value={draft}
      maxLength={200}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setDraft(null);
      }}
      style={{ width: `${Math.max(8, Math.min(40, draft.length + 4))}ch` }}
      className="field block h-7 max-w-full px-1"
    />
  );
}
