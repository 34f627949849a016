'use client';
import { ArrowRightToLine, Play, Undo2 } from 'lucide-react';
import { useContext, useRef, useState } from 'react';
import { FaceIcon } from '@/components/canvas/icon.tsx';
import { nodeIcon } from '@/components/canvas/node-icon.ts';
import { useNodeTexts } from '@/components/canvas/node-texts.ts';
import { renameId } from '@/components/editor/commands/rename-id.ts';
import { setNode } from '@/components/editor/commands/set-node.ts';
import { isFlow } from '@/components/editor/document/graph.ts';
import { usedIds } from '@/components/editor/document/ids.ts';
import { KitContext } from '@/components/editor/kit.ts';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Input } from '@/components/ui/input.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { Pill } from '@/components/ui/badge.tsx';
import { idSchema, type NodeDefinition } from '@/engine/index.ts';

/** Which node this is. The name is written where it stands; the id opens on a click, since expressions speak of it. */
export function NodeHeader({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const text = useNodeTexts();
  const { store, catalogue, readOnly } = useEditorSetting();
  const definition = useEditor(definitionOf);
  // Where a workflow is looked at and not edited nothing of it is run.
  const onRun = useContext(KitContext)?.runPart ?? null;
  const before = useRef(node.name);
  // The focus stays where the field was, also when another id makes it another field.
  const idEntered = useRef(false);
  const focusEntered = (button: HTMLButtonElement | null): void => {
    if (!idEntered.current || button === null) return;
    idEntered.current = false;
    button.focus();
  };
  const spec = catalogue.get(node.type);
  const isUndo = definition.edges.some((edge) => !isFlow(edge) && edge.target === node.id);
  const typeName = text(`node.${node.type}.label`, spec?.face.label ?? node.type);

  return (
    <header className="flex items-start gap-2.5 px-4 pb-1 pt-3 max-sm:pr-11">
      <span data-family={spec?.face.family ?? 'control'} className="mt-0.5 grid size-[30px] shrink-0 place-items-center rounded-md bg-[color-mix(in_srgb,var(--family)_13%,transparent)] text-(--family)">
        {isUndo ? <Undo2 className="size-[17px]" strokeWidth={1.7} aria-hidden /> : <FaceIcon name={nodeIcon(node, spec)} />}
      </span>
      <div className="min-w-0 flex-1">
        <input
          className="-ml-1.5 h-6 w-full truncate rounded-sm border border-transparent bg-transparent px-1.5 text-md font-semibold hover:border-line-strong read-only:hover:border-transparent focus-visible:border-accent focus-visible:outline-none focus-visible:[box-shadow:0_0_0_3px_var(--accent-soft)]"
          aria-label={t('inspector.nodeName')}
          data-testid="inspector-title"
          value={node.name}
          placeholder={typeName}
          readOnly={readOnly}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onFocus={() => (before.current = node.name)}
          onChange={(event) => store.getState().do('inspector.undoName', (input) => setNode(input, node.id, { name: event.target.value }), `name:${node.id}`)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            // It is in the document with each letter: entered, it is what Escape gives back from then on.
            if (event.key === 'Enter') before.current = node.name;
            if (event.key !== 'Escape') return;
            store.getState().do('inspector.undoName', (input) => setNode(input, node.id, { name: before.current }), `name:${node.id}`);
            event.currentTarget.blur();
          }}
        />
        <div className="flex min-h-6 min-w-0 items-center gap-1 text-sm text-ink-3 [&>button]:-ml-1">
          <span className="truncate">{typeName}</span>
          <span aria-hidden>·</span>
          <IdField key={node.id} id={node.id} onEnter={() => (idEntered.current = true)} buttonRef={focusEntered} />
          {node.disabled && <Pill className="ml-1">{t('canvas.disabled')}</Pill>}
        </div>
      </div>
      {!isUndo && !node.disabled && onRun !== null && (
        <div className="flex shrink-0 gap-0.5">
          <IconButton size="sm" label={t('editor.cmdRunNode')} shortcut="Shift+Enter" side="bottom" onClick={() => onRun({ only: node.id })} data-testid="run-node"><Play aria-hidden /></IconButton>
          <IconButton size="sm" label={t('editor.cmdRunUpTo')} shortcut="Mod+Shift+Enter" side="bottom" onClick={() => onRun({ upTo: node.id })} data-testid="run-up-to"><ArrowRightToLine aria-hidden /></IconButton>
        </div>
      )}
    </header>
  );
}

function IdField({ id, onEnter, buttonRef }: { id: string; onEnter: () => void; buttonRef: (button: HTMLButtonElement | null) => void }) {
  const t = useDesignT();
  const { store, readOnly } = useEditorSetting();
  const [draft, setDraft] = useState<string | null>(null);
  const givenUp = useRef(false);
  const taken = draft !== null && draft !== id && usedIds(store.getState().history.definition).has(draft);
  const bad = draft !== null && (taken || !idSchema.safeParse(draft).success);
  if (draft === null) {
    return (
      <button ref={buttonRef} type="button" disabled={readOnly} title={t('inspector.idHelp')} aria-label={t('inspector.changeId', { id })} onClick={() => (givenUp.current = false, setDraft(id))} className="min-h-6 min-w-6 truncate rounded-xs px-1 font-mono text-xs enabled:hover:bg-hover enabled:hover:text-ink">
        {id}
      </button>
    );
  }
  const finish = (keep: boolean): void => {
    setDraft(null);
    if (keep && !bad && draft !== id) store.getState().do('inspector.undoId', (input) => renameId(input, id, draft));
  };
  return (
    <Input
      ref={focusOnce}
      className="h-5 min-w-0 flex-1 rounded-xs px-1 font-mono text-xs"
      aria-label={t('inspector.nodeId')}
      aria-invalid={bad || undefined}
      title={taken ? t('inspector.idTaken') : t('inspector.idHelp')}
      value={draft}
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => finish(!givenUp.current)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') {
          // The button that takes its place has the focus by the time the key would press it.
          event.preventDefault();
          if (bad) return;
          // The field goes, and what it would do when it is left is done.
          givenUp.current = true;
          onEnter();
          finish(true);
        }
        // What hears of Escape takes the focus to the step: the field has to be there until then.
        if (event.key === 'Escape') givenUp.current = true;
      }}
    />
  );
}

/** A module constant: React calls a stable ref when the field appears and not with every letter. */
function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
