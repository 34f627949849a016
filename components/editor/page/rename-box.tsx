/* oxlint-disable jsx-a11y/no-autofocus -- it is opened by a key or a press, to be written in at once */
'use client';
import { useReactFlow, ViewportPortal } from '@xyflow/react';
import { useState } from 'react';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { setNode } from '../commands/set-node.ts';
import { absolutePosition, nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { definitionOf, useEditor } from '../store.ts';

/** The name of a step, written on its card. */
export function RenameBox() {
  const id = useEditor((state) => state.renaming);
  return id === null ? null : <Box key={id} id={id} />;
}

function Box({ id }: { id: string }) {
  const t = useDesignT();
  const kit = useKit();
  const flow = useReactFlow();
  const definition = useEditor(definitionOf);
  const node = nodeById(definition, id);
  const [name, setName] = useState(node?.name ?? '');
  if (!node) return null;
  const { x, y } = absolutePosition(definition, node);
  const isBox = flow.getNode(id)?.type === 'box';
  const close = (): void => kit.state().rename(null);
  const keep = (): void => {
    if (name.trim() !== '' && name.trim() !== node.name) kit.state().do('editor.cmdRename', (input) => setNode(input, id, { name: name.trim().slice(0, 200) }));
    close();
  };
  return (
    <ViewportPortal>
      <input
        autoFocus
        aria-label={t('designer.renameStep')}
        data-testid="rename-step"
        value={name}
        maxLength={200}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
          if (event.key === 'Escape') close();
        }}
        className="field nodrag nopan absolute h-7 px-1.5 font-semibold"
        style={{ transform: `translate(${x + (isBox ? 14 : 44)}px, ${y + (isBox ? -14 : 5)}px)`, width: isBox ? 220 : 148, pointerEvents: 'all', zIndex: 30 }}
      />
    </ViewportPortal>
  );
}
